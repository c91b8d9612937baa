import { compareDates, earliestDay, latestDay } from '../../kernel/clock/partial-date.js';
import { fromEpochDay, toEpochDay } from '../../kernel/clock/plain-date.js';
import type { Evidence, Finding, Severity } from '../runs/assessment-types.js';
import { exactSpells, type PlacedSpell } from '../coverage/coverage.rules.js';
import type { PlanFact } from '../facts/fact-types.js';
import { clear, findDispute, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { union } from '../rules/intervals.rules.js';
import {
  listCoveredSpans,
  excludedContracts,
  GAP_DAYS,
  type Line,
  LIVE_LINE_FIELDS,
  liveLine,
} from '../rules/line.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Days before the end at which the warning grows. Value and words name the step, so that both stay true until the next one. */
const STAGES = [
  { days: 30, severity: 'risk' },
  { days: 60, severity: 'notice' },
  { days: 90, severity: 'notice' },
] as const satisfies readonly { days: number; severity: Severity }[];
const HORIZON = 90;

/** A decision about the residents; a new tender is only a hope until its contract is signed. */
const SETTLING: ReadonlySet<PlanFact['kind']> = new Set(['renew', 'hand_over', 'absorb', 'end']);

/** G02: the contract ends within 90 days and nothing is agreed for the day after. */
export const G02: Indicator<'service_line'> = {
  id: 'G02',
  // Version 1 took whatever was agreed, from whenever, for settled; version 2 said how many days were left on the day it judged.
  version: 3,
  severity: 'risk',
  family: 'continuity',
  facts: 'service_line',
  subjectTypes: ['service_line'],
  ...TEXTS.G02,
  parameters: STAGES.map(({ days, severity }) => policy(`stage.${days}.${severity}`, days, 'calendar_day')),
  basis: { kind: 'POLICY' },
  uses: LIVE_LINE_FIELDS,
  timed: true,
  evaluate(facts) {
    const line = liveLine(facts);
    if ('state' in line) return line;
    const today = toEpochDay(line.asOf);
    const spells = exactSpells(line.placed);
    const running = union(spells.map(({ exact }) => exact)).find(({ from, to }) => from <= today && today <= to);
    if (running === undefined) {
      const perhaps = listCoveredSpans(line, 'possible').some(({ from, to }) => from <= today && today <= to);
      return perhaps ? excludedContracts(line) : notApplicable({ code: 'no_running_coverage' });
    }
    const end = fromEpochDay(running.to);
    const left = running.to - today;
    if (left > HORIZON) return notApplicable({ code: 'not_due', end });
    const last = spells.filter(({ exact }) => exact.to === running.to);
    return judgeSuccession(line, running.to, last) ?? cliff(line, end, left, last);
  },
};

/** What follows, as far as it is known; null where nothing does. */
function judgeSuccession(line: Line, end: number, last: readonly PlacedSpell[]): Finding | null {
  const soon = { from: end + 1, to: end + 1 + GAP_DAYS };
  const next = line.placed.find(({ exact }) => exact !== null && exact.from >= soon.from && exact.from <= soon.to);
  if (next !== undefined)
    return clearSettledEnd(end, [
      { record: next.contract.record, field: 'window.start', value: next.contract.window.start ?? '' },
    ]);
  const quarrel = findDispute(line.facts.conflicts, ['plans']);
  if (quarrel !== null) return insufficient(quarrel);
  const handover = last.find(({ contract }) => contract.handovers.length > 0);
  if (handover !== undefined)
    return clearSettledEnd(end, [{ record: handover.contract.record, field: 'handover', value: 'recorded' }]);
  // Whoever agreed on it without a day said that nothing lies between.
  const plans = settling(last).filter(({ from }) => from === null || toEpochDay(earliestDay(from)) <= soon.to);
  const agreed = plans.filter((plan) => isAgreed(plan, line.asOf));
  const timely = agreed.find(({ from }) => from === null || toEpochDay(latestDay(from)) <= soon.to);
  if (timely !== undefined) return clearSettledEnd(end, [{ record: timely.record, field: 'plan', value: timely.kind }]);
  const vague = line.placed.some(
    ({ exact, possible }) => exact === null && possible !== null && possible.to > end && possible.from <= soon.to,
  );
  if (vague) return excludedContracts(line);
  if (agreed.length > 0) return insufficient({ code: 'precision', fields: ['plans.from'] });
  // A plan whose day of agreement is not known, or known to a month that is not over, may or may not be agreed today.
  const open = plans.some(({ agreedOn }) => agreedOn === null || compareDates(agreedOn, line.asOf) === 'unknown');
  return open ? insufficient({ missing: ['plans.agreedOn'] }) : null;
}

function settling(last: readonly PlacedSpell[]): PlanFact[] {
  return last.flatMap(({ contract }) => contract.plans).filter(({ kind }) => SETTLING.has(kind));
}

function isAgreed({ agreedOn, carriedOutOn }: PlanFact, asOf: string): boolean {
  const on = agreedOn ?? carriedOutOn;
  return on !== null && latestDay(on) <= asOf;
}

function clearSettledEnd(end: number, evidence: Evidence[]): Finding {
  return clear({
    value: '0',
    threshold: String(HORIZON),
    unit: 'calendar_day',
    evidence,
    explanation: {
      en: `What follows the end on ${fromEpochDay(end)} is agreed.`,
      zh: `${fromEpochDay(end)} 到期后的接续安排已经确定。`,
    },
  });
}

function cliff(line: Line, end: string, left: number, last: readonly PlacedSpell[]): Finding {
  const stage = STAGES.find(({ days }) => left <= days) ?? { days: HORIZON, severity: 'notice' as const };
  const later = exactSpells(line.placed).find(({ exact }) => exact.from > toEpochDay(end));
  const start = later?.contract.window.start ?? null;
  const agreed = settling(last).find((plan) => plan.from !== null && isAgreed(plan, line.asOf));
  const tendered = last.some(({ contract }) => contract.plans.some(({ kind }) => kind === 'retender'));
  return triggerFinding({
    severity: stage.severity,
    value: String(stage.days),
    threshold: String(HORIZON),
    unit: 'calendar_day',
    evidence: [
      ...last.map(({ contract }) => ({ record: contract.record, field: 'window.end', value: end })),
      ...(later === undefined ? [] : [{ record: later.contract.record, field: 'window.start', value: start ?? '' }]),
      ...(agreed === undefined ? [] : [{ record: agreed.record, field: 'plan.from', value: agreed.from ?? '' }]),
    ],
    explanation: {
      en: `Coverage ends on ${end}, within ${stage.days} days, and no successor, renewal or handover is agreed for the days after.${agreed === undefined ? '' : ` What is agreed begins on ${agreed.from ?? ''}.`}${start === null ? '' : ` The next contract starts on ${start}.`}${tendered ? ' A new tender is planned.' : ''}`,
      zh: `合同覆盖将于 ${end} 到期，已进入到期前 ${stage.days} 天以内，尚未商定届时的接续、续签或移交。${agreed === undefined ? '' : `已商定的安排自 ${agreed.from ?? ''} 开始。`}${start === null ? '' : `下一合同自 ${start} 开始。`}${tendered ? '已计划重新采购。' : ''}`,
    },
  });
}
