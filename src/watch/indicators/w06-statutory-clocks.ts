import { earliestDay } from '../../kernel/clock/partial-date.js';
import { countDays } from '../../kernel/clock/plain-date.js';
import { CLOCKS, deriveClockState, type StatutoryClock } from '../../law/deadlines/deadlines.rules.js';
import { deriveBinding, type Binding } from '../../law/rules/limits/reach.rules.js';
import { getRule } from '../../law/rules/rule-book.js';
import type { Evidence, Finding, Reason, Text } from '../runs/assessment-types.js';
import type { ClocksFacts, JudgedClock } from '../facts/fact-types.js';
import { clear, insufficient, missing, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import { addLateOpenings, judgeLateOpenings } from '../rules/late-openings.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { findBelowLimit, findUnknownLimit } from '../rules/reach.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/**
 * W06: a period of law that was not kept, judged by the rule in force on the day it began. Each rule that was missed is named
 * with its dates; reconstructed dates prove nothing, and what is not recorded of a purchase conducted elsewhere has not
 * failed to happen. Periods of the law of procurement bind only a purchase that reaches the limit of its place: below it they
 * are left out, and where the limit is not known nothing is said of them.
 */
export const W06: Indicator<'clocks'> = {
  id: 'W06',
  version: 2,
  severity: 'violation',
  family: 'windows',
  facts: 'clocks',
  subjectTypes: ['tender', 'contract'],
  ...TEXTS.W06,
  parameters: [{ name: 'rulesMissed', value: '0', unit: 'rule', effectiveFrom: null, effectiveTo: null, basis: 'law' }],
  // Each finding cites the rule that was missed; the Law and its Regulation hold most of them.
  basis: {
    kind: 'law',
    document: ['CONTRACT-30D', 'REPORT-2WD'].map((id) => getRule(id).document).join('; '),
    confidence: 'A',
  },
  cites: CLOCKS.filter(({ bound }) => bound !== 'window').map(({ rule }) => rule.id),
  uses: ['method', 'clocks', 'reach', 'lateOpenings'] satisfies FieldOf<'clocks'>[],
  timed: true,
  evaluate(facts) {
    if (facts.method === 'OTHER') return notApplicable({ code: 'method_not_plannable' });
    const unknown = missing({ method: facts.method });
    if (unknown !== null) return insufficient(unknown);
    const proven = filterDuties(facts, 'binds')
      .filter((clock) => !isReconstructed(clock))
      .toSorted(byDay);
    const judged = proven.map((clock) => ({ clock, state: deriveClockState(clock, facts.asOf) }));
    const missed = judged.filter(({ state }) => state === 'missed').map(({ clock }) => clock);
    const late = facts.lateOpenings ?? [];
    if (missed.length > 0) return addLateOpenings(judgeMissedClocks(missed), late);
    if (late.length > 0) return judgeLateOpenings(late);
    const unbound = findUnbound(facts);
    if (unbound !== null) return unbound;
    const kept = judged.filter(({ state }) => state === 'met').map(({ clock }) => clock);
    if (kept.length === 0) return insufficient(silence(facts));
    return clear({
      value: '0',
      threshold: '0',
      unit: 'rule',
      evidence: kept.flatMap(listEvidence),
      explanation: {
        en: `Kept, as far as dates are on record: ${kept.map((clock) => clock.rule).join(', ')}.`,
        zh: `就已记录的日期而言，下列期限均已遵守：${kept.map((clock) => clock.rule).join('、')}。`,
      },
    });
  },
};

/** The end of a right of others binds nobody. */
const isDuty = ({ bound }: JudgedClock): boolean => bound !== 'window';
const isReconstructed = ({ from, done }: JudgedClock): boolean =>
  from.source === 'reconstruction' || done?.source === 'reconstruction';

const byDay = (a: JudgedClock, b: JudgedClock): number => {
  const [x, y] = [a, b].map((clock) => `${earliestDay(clock.from.on)} ${clock.key}`);
  return (x ?? '') < (y ?? '') ? -1 : 1;
};

/** Duties of the purchase that bind it, do not, or bind it only if it reaches a limit that is not known. */
const filterDuties = ({ clocks, reach }: ClocksFacts, binding: Binding): JudgedClock[] =>
  clocks.filter((clock) => isDuty(clock) && deriveBinding(getRule(clock.rule), reach) === binding);

/** What is not said because a limit is not known, or not reached; null where all that ran binds the purchase. */
function findUnbound(facts: ClocksFacts): Finding | null {
  const { reach, asOf } = facts;
  const open = filterDuties(facts, 'unknown').filter(
    (clock) => !isReconstructed(clock) && ['met', 'missed'].includes(deriveClockState(clock, asOf)),
  );
  if (open.length > 0)
    return reach.state === 'unknown' ? findUnknownLimit(reach) : findUnknownLimit(reach, [], 'open_tender');
  return reach.state === 'below' && filterDuties(facts, 'binds').length === 0 ? findBelowLimit(reach) : null;
}

/** Why nothing could be judged: dates that prove nothing, or none at all. */
function silence({ clocks: all, subject }: ClocksFacts): Reason {
  const clocks = all.filter(isDuty);
  const rebuilt = [...new Set(clocks.filter(isReconstructed).map(({ from }) => from.event))].sort();
  if (rebuilt.length > 0) return { code: 'reconstructed', fields: rebuilt };
  const ends = [...new Set(clocks.map(({ event }) => event))].sort();
  if (ends.length > 0) return { missing: ends };
  return { missing: subject.type === 'contract' ? ['contract_signed'] : ['document_issued', 'result_published'] };
}

/** The gravest rule, and of those the one that began first, speaks for all. */
function judgeMissedClocks(missed: readonly JudgedClock[]): Finding {
  const [first] = [...missed.filter(isViolation), ...missed];
  const { basis } = first as JudgedClock;
  return triggerFinding({
    severity: missed.some(isViolation) ? 'violation' : 'notice',
    basis: {
      kind: 'law',
      document: basis.document,
      article: basis.article,
      ...((basis.confidence === 'A' || basis.confidence === 'B') && { confidence: basis.confidence }),
    },
    value: String(new Set(missed.map(({ rule }) => rule)).size),
    threshold: '0',
    unit: 'rule',
    evidence: missed.flatMap(listEvidence),
    explanation: {
      en: missed.map((clock) => sentence(clock).en).join(' '),
      zh: missed.map((clock) => sentence(clock).zh).join(''),
    },
  });
}

const isViolation = ({ severity }: StatutoryClock): boolean => severity === 'violation';

function sentence({ rule, what, bound, basis, from, done, date, lot, range }: JudgedClock): Text {
  const place = lot === null ? { en: '', zh: '' } : { en: `Lot ${lot}: `, zh: `第 ${lot} 包：` };
  const limit = date ?? (bound === 'minimum' ? range.earliest : range.latest) ?? '';
  const days = done === null ? null : Math.abs(countDays(limit, earliestDay(done.on)));
  const happened =
    done === null
      ? { en: `nothing is on record after ${limit}`, zh: `${limit} 之后仍无记录` }
      : bound === 'minimum'
        ? { en: `it was ${done.on}, not before ${limit} as required`, zh: `实际为 ${done.on}，依法不得早于 ${limit}` }
        : {
            en: `it was ${done.on}, due by ${limit} (${days} days late)`,
            zh: `实际为 ${done.on}，应不迟于 ${limit}（逾期 ${days} 天）`,
          };
  return {
    en: `${place.en}${rule} (${what.en}) from ${from.on}: ${happened.en}.`,
    zh: `${place.zh}${what.zh}（${basis.document}${basis.article}），自 ${from.on} 起：${happened.zh}。`,
  };
}

const listEvidence = ({ from, done, event, lot, rule }: JudgedClock): Evidence[] => {
  const formatField = (name: string): string => (lot === null ? `${rule}.${name}` : `${rule}.lots/${lot}.${name}`);
  return [
    { record: from.record ?? '', field: formatField(from.event), value: from.on },
    ...(done ? [{ record: done.record ?? '', field: formatField(event), value: done.on }] : []),
  ];
};
