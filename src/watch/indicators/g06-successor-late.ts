import { compareDates, earliestDay, latestDay } from '../../kernel/clock/partial-date.js';
import { fromEpochDay, toEpochDay, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { Finding } from '../runs/assessment-types.js';
import { exactSpells, type PlacedSpell } from '../coverage/coverage.rules.js';
import type { LineContract, PlanFact } from '../facts/fact-types.js';
import type { PurchaseAhead } from '../facts/line-facts.js';
import { clear, findDispute, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { union } from '../rules/intervals.rules.js';
import { listCoveredSpans, excludedContracts, type Line, LIVE_LINE_FIELDS, liveLine } from '../rules/line.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Agreed, these need no new purchase. */
const DECIDED: ReadonlySet<PlanFact['kind']> = new Set(['renew', 'end']);
/** Neither do these once whoever is named has taken the residents over: until then they are the word of one side. */
const TAKEN: ReadonlySet<PlanFact['kind']> = new Set(['hand_over', 'absorb']);

/** G06: whatever is done now, the next purchase comes after the end. */
export const G06: Indicator<'service_line'> = {
  id: 'G06',
  // Version 1 took an agreed handover for settled before anybody had taken it, version 2 a day of issue that nobody knows for none.
  version: 3,
  severity: 'notice',
  family: 'continuity',
  facts: 'service_line',
  subjectTypes: ['service_line'],
  ...TEXTS.G06,
  parameters: [
    { name: 'successorStart', value: '1', unit: 'calendar_day', effectiveFrom: null, effectiveTo: null, basis: 'law' },
  ],
  basis: { kind: 'POLICY' },
  uses: [...LIVE_LINE_FIELDS, 'bought', 'paths', 'ahead'] satisfies FieldOf<'service_line'>[],
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
    if (facts.until !== null && facts.until <= end) return notApplicable({ code: 'line_ends_with_contract' });
    if (spells.some(({ exact }) => exact.from > running.to)) return notApplicable({ code: 'successor_signed' });
    if (line.placed.some(({ exact, possible }) => exact === null && possible !== null && possible.to > running.to))
      return excludedContracts(line);
    const last = spells.filter(({ exact }) => exact.to === running.to);
    return clearPlannedLine(line, last) ?? judgeLine(line, last, end);
  },
};

/** What is agreed needs no purchase; null where none is. */
function clearPlannedLine(line: Line, last: readonly PlacedSpell[]): Finding | null {
  const quarrel = findDispute(line.facts.conflicts, ['plans']);
  if (quarrel !== null) return insufficient(quarrel);
  const plans = last.flatMap(({ contract }) => contract.plans.filter(({ kind }) => DECIDED.has(kind)));
  const passing = last.flatMap(({ contract }) => {
    const taken = deriveTakeover(contract, line.asOf);
    return taken === 'no' ? [] : contract.plans.filter(({ kind }) => TAKEN.has(kind)).map((plan) => ({ plan, taken }));
  });
  plans.push(...passing.flatMap(({ plan, taken }) => (taken === 'yes' ? [plan] : [])));
  const getPlanDay = ({ agreedOn, carriedOutOn }: PlanFact): string | null => agreedOn ?? carriedOutOn;
  if (plans.some((plan) => latestDay(getPlanDay(plan) ?? '9999') <= line.asOf))
    return notApplicable({ code: 'settled_by_plan' });
  if (passing.some(({ plan, taken }) => taken === 'unknown' && latestDay(getPlanDay(plan) ?? '9999') <= line.asOf))
    return insufficient({ code: 'precision', fields: ['handovers.on'] });
  const open = plans.some(
    (plan) => getPlanDay(plan) === null || compareDates(getPlanDay(plan) ?? '', line.asOf) === 'unknown',
  );
  return open ? insufficient({ missing: ['plans.agreedOn'] }) : null;
}

/** Whether the residents of a contract were handed over by this day. */
function deriveTakeover({ handovers }: LineContract, asOf: PlainDate): 'yes' | 'no' | 'unknown' {
  if (handovers.some(({ on }) => on === null || latestDay(on) <= asOf)) return 'yes';
  return handovers.some(({ on }) => on !== null && earliestDay(on) <= asOf) ? 'unknown' : 'no';
}

/** What was awarded before the contract began was bought for another time. */
const mayFollow = ({ awardedOn }: NonNullable<PurchaseAhead['underway']>, begun: number): boolean =>
  awardedOn === null || toEpochDay(latestDay(awardedOn)) > begun;

function judgeLine(line: Line, last: readonly PlacedSpell[], end: PlainDate): Finding {
  const { facts, asOf } = line;
  const begun = Math.min(...last.map(({ exact }) => exact.from));
  const ahead = facts.ahead
    .filter(({ issuedOn }) => issuedOn !== null && toEpochDay(latestDay(issuedOn)) > begun)
    .toSorted((a, b) =>
      earliestDay(a.issuedOn ?? '') < earliestDay(b.issuedOn ?? '') ? -1 : a.key < b.key ? -1 : 1,
    )[0];
  const keys = last.map(({ contract }) => contract.key).sort();
  const method = ahead === undefined ? (facts.bought.find(({ key }) => key === keys[0])?.method ?? null) : ahead.method;
  if (method === null) return insufficient({ missing: ['method'] });
  const path = facts.paths.find((each) => each.contract === keys[0] && each.method === method);
  if (path === undefined) return notApplicable({ code: 'method_not_plannable' });
  if (path.possible === null) return insufficient({ code: 'calendar_uncertain' });
  const evidence = [
    ...last.map(({ contract }) => ({ record: contract.record, field: 'window.end', value: end })),
    { record: `service_line:${facts.subject.id}`, field: 'latestPossibleIssue', value: path.possible },
    ...(ahead === undefined ? [] : [{ record: ahead.record, field: 'issuedOn', value: ahead.issuedOn ?? '' }]),
  ];
  const day = ahead?.issuedOn ?? asOf;
  const spoken = { value: day, threshold: path.possible, unit: 'date' as const, evidence };
  const passed = last.some(({ contract }) => contract.plans.some(({ kind }) => TAKEN.has(kind)));
  const order = compareDates(day, path.possible);
  if (order === 'unknown') return insufficient({ code: 'precision', fields: ['document_issued'] }, evidence);
  const unknown = facts.ahead.filter(({ underway }) => underway !== undefined && mayFollow(underway, begun));
  if (order === 'after' && unknown.length > 0)
    return insufficient({ missing: ['document_issued'] }, [
      ...evidence,
      ...unknown.map(({ record }) => ({ record, field: 'issuedOn', value: '' })),
    ]);
  if (order === 'after')
    return triggerFinding({
      ...spoken,
      explanation: {
        en: `The contract ends on ${end}. A purchase that starts the next day had to be issued by ${path.possible} at the latest; ${ahead === undefined ? 'none is' : `this one was issued on ${day}`}.${passed ? ' It is planned to hand the residents over, and nobody has taken them over.' : ''}`,
        zh: `合同于 ${end} 到期。要在次日接续，采购文件最迟须于 ${path.possible} 发出；${ahead === undefined ? '至今尚未发出' : `实际于 ${day} 发出`}。${passed ? '已计划移交，尚无承接方接收。' : ''}`,
      },
    });
  return clear({
    ...spoken,
    explanation: {
      en: `The contract ends on ${end}; a purchase that starts the next day can be issued until ${path.possible}${ahead === undefined ? '' : `, and was on ${day}`}.`,
      zh: `合同于 ${end} 到期；次日接续的采购最迟可于 ${path.possible} 发出文件${ahead === undefined ? '' : `，实际于 ${day} 发出`}。`,
    },
  });
}
