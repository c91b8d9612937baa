import { addDays, earlier, fromEpochDay } from '../../kernel/clock/plain-date.js';
import { percent } from '../../kernel/money/money.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import { exactSpells, type PlacedSpell } from '../coverage/coverage.rules.js';
import type { Interval, Placement } from '../rules/intervals.rules.js';
import type { LineContract } from '../facts/fact-types.js';
import { clear, insufficient, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { excludedContracts, GAP_DAYS, type Line, LIVE_LINE_FIELDS, liveLine } from '../rules/line.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const DROP = 30;
const COUNTED_DAYS = 90;

/**
 * G05: the residents get another agency and nobody handed them over, or many of them are not served by it. Version 2 knew agencies
 * by row ids, which no hash sees: of another agency's contract its facts were the same.
 */
export const G05: Indicator<'service_line'> = {
  id: 'G05',
  // Version 3 asked a handover of an agency that goes on under another contract. Version 4 found a change though a contract whose days are
  // not known may undo it, and a fall where two agencies share the recipients of one.
  version: 5,
  severity: 'notice',
  family: 'continuity',
  facts: 'service_line',
  subjectTypes: ['service_line'],
  ...TEXTS.G05,
  parameters: [policy('drop', DROP, 'percent'), policy('counted', COUNTED_DAYS, 'calendar_day')],
  basis: { kind: 'POLICY' },
  uses: [...LIVE_LINE_FIELDS, 'served', 'performers'] satisfies FieldOf<'service_line'>[],
  timed: true,
  evaluate(facts) {
    const line = liveLine(facts);
    if ('state' in line) return line;
    const signed = exactSpells(line.placed);
    const spells = signed.filter(({ exact }) => exact.from <= line.domain.to);
    const vague = line.placed.filter(
      ({ exact, possible }) => exact === null && possible !== null && possible.from <= line.domain.to,
    );
    const found = spells.flatMap((spell) => findChange(spell, spells, signed, line));
    const bare = found.filter((change): change is Change => 'handover' in change && !change.handover);
    const sure = bare.filter((change) => !vague.some((other) => mayUndo(other, change, line)));
    if (sure.length > 0) return withoutHandover(sure);
    const losses = found.filter(
      (change): change is Counted => 'before' in change && change.before !== null && change.after !== null,
    );
    const lost = losses.filter(({ before, after }) => (before - after) * 100 > DROP * before);
    // Whoever it is, recipients may be with them.
    const sureLost = lost.filter((change) => !vague.some((other) => mayServe(other, change)));
    if (sureLost.length > 0) return withFewer(sureLost);
    if (bare.length === 0 && lost.length === 0 && found.some((change) => 'unknown' in change))
      return insufficient({ missing: ['agency'] }, listEvidence(found));
    if (vague.length > 0) return excludedContracts({ ...line, placed: vague });
    const counted = found.filter((change): change is Change => 'handover' in change && change.isOver);
    if (counted.some(({ before, after }) => before === null || after === null))
      return insufficient({ missing: ['recipients'] }, listEvidence(counted));
    return clear({
      value: '0',
      threshold: '0',
      unit: 'change',
      evidence: listEvidence(found),
      explanation: {
        en: `${found.length === 0 ? 'No other agency has followed on this line' : 'Where another agency followed a handover is recorded'}.`,
        zh: found.length === 0 ? '本服务线未更换过机构。' : '更换机构时均有移交记录。',
      },
    });
  },
};

interface Change {
  from: readonly LineContract[];
  to: LineContract;
  handover: boolean;
  /** The last day of those before it, and its first. */
  days: Interval;
  /** Its first 90 days, or all of it, are over. */
  isOver: boolean;
  before: number | null;
  after: number | null;
}
type Counted = Change & { before: number; after: number };
interface Unknown {
  from: readonly LineContract[];
  to: LineContract;
  unknown: true;
}

/** Whether a contract of days that are not known may have served when the agencies changed, or up to 30 days after. */
const mayServe = ({ possible }: Placement, { days }: Change): boolean =>
  possible !== null && possible.from <= days.to + GAP_DAYS && possible.to >= days.from;

/**
 * Whether such a contract may make the change none: the new agency was there before, the old one goes on, or another served
 * between them.
 */
function mayUndo(vague: Placement, change: Change, line: Line): boolean {
  const { contract, possible } = vague;
  if (possible === null || !mayServe(vague, change)) return false;
  const { from: last, to: first } = change.days;
  const agency = findAgency(line, contract);
  if (agency === null) return true;
  if (possible.from < first && (last < first - 1 || findAgency(line, change.to) === agency)) return true;
  return possible.to >= first && change.from.some((one) => findAgency(line, one) === agency);
}

/** Whether the contract brings another agency in the place of those that served until it began. */
function findChange(
  spell: PlacedSpell,
  spells: readonly PlacedSpell[],
  signed: readonly PlacedSpell[],
  line: Line,
): (Change | Unknown)[] {
  const earlierOnes = spells.filter(({ exact }) => exact.from < spell.exact.from);
  const computeSpellEnd = (other: PlacedSpell): number => Math.min(other.exact.to, spell.exact.from - 1);
  const last = Math.max(...earlierOnes.map(computeSpellEnd));
  const servedLast = earlierOnes.filter((other) => computeSpellEnd(other) === last);
  // Who goes on beside it is not replaced by it.
  const ended = servedLast.filter(({ exact }) => exact.to <= spell.exact.from + GAP_DAYS);
  const to = spell.contract;
  const next = findAgency(line, to);
  if (next !== null && ended.some(({ contract }) => findAgency(line, contract) === next)) return [];
  const from = ended
    .filter((other) => !hasNextContract(other, spell.exact.from, signed, line))
    .map(({ contract }) => contract);
  if (from.length === 0) return [];
  if (next === null || from.some((contract) => findAgency(line, contract) === null))
    return [{ from, to, unknown: true }];
  // Agencies that begin on one day share whom they take over; one that served before brings its own recipients, but for
  // those whom a handover names.
  const served = new Set(
    servedLast.map((other) => findAgency(line, other.contract)).filter((agency) => agency !== null),
  );
  const named = new Set(from.flatMap(({ handovers }) => handovers.map(({ toKey }) => toKey)));
  const beside = spells.filter(
    ({ exact, contract }) =>
      contract === to ||
      (exact.from === spell.exact.from && (named.has(contract.key) || !served.has(findAgency(line, contract) ?? ''))),
  );
  const isOver = beside.every(({ exact }) => hasCounted(exact, line));
  const figure = (contract: LineContract, end: 'first' | 'last'): number | null =>
    line.facts.served.find(({ key }) => key === contract.key)?.[end] ?? contract.recipients;
  const total = (figures: readonly (number | null)[]): number | null =>
    figures.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0);
  return [
    {
      from,
      to,
      // Of two that are replaced each has its own recipients.
      handover: from.every((contract) => hasHandover(contract, to) || hasHandover(to, contract)),
      days: { from: last, to: spell.exact.from },
      isOver,
      before: isOver ? total(from.map((contract) => figure(contract, 'last'))) : null,
      after: isOver ? total(beside.map(({ contract }) => figure(contract, 'first'))) : null,
    },
  ];
}

/** Whether the days in which recipients of a contract are counted are over. */
const hasCounted = ({ from, to }: Interval, { asOf }: Line): boolean =>
  asOf >= addDays(earlier(addDays(fromEpochDay(from), COUNTED_DAYS - 1), fromEpochDay(to)), 1);

/** Whether the agency of a contract has another one on the day, or from at most 30 days after it. */
function hasNextContract({ contract }: PlacedSpell, day: number, signed: readonly PlacedSpell[], line: Line): boolean {
  const agency = findAgency(line, contract);
  return signed.some(
    (other) =>
      agency !== null &&
      other.contract.key !== contract.key &&
      findAgency(line, other.contract) === agency &&
      other.exact.from <= day + GAP_DAYS &&
      other.exact.to >= day,
  );
}

const findAgency = ({ facts }: Line, { key }: LineContract): string | null =>
  facts.performers.find((one) => one.key === key)?.body?.key ?? null;

/** To the other, or to somebody it does not name. */
const hasHandover = (from: LineContract, other: LineContract): boolean =>
  from.handovers.some(({ toKey }) => toKey === null || toKey === other.key);

const listEvidence = (changes: readonly (Change | Unknown)[]): Evidence[] =>
  changes.flatMap((change) => [
    ...change.from.map(({ record, window, terminatedOn }) => ({
      record,
      field: 'window.end',
      value: terminatedOn ?? window.end ?? '',
    })),
    { record: change.to.record, field: 'window.start', value: change.to.window.start ?? '' },
    ...('before' in change && change.before !== null && change.after !== null
      ? [{ record: change.to.record, field: 'recipients', value: `${change.before}/${change.after}` }]
      : []),
  ]);

function withoutHandover(changes: readonly Change[]): Finding {
  const days = changes.map(({ to }) => to.window.start ?? '');
  return triggerFinding({
    value: String(changes.length),
    threshold: '0',
    unit: 'change',
    evidence: listEvidence(changes),
    explanation: {
      en: `Another agency followed on this line and no handover is recorded (${days.join(', ')}).`,
      zh: `本服务线由另一机构接续，没有移交记录（${days.join('、')}）。`,
    },
  });
}

function withFewer(changes: readonly Counted[]): Finding {
  const [worst] = changes.toSorted((a, b) => (b.before - b.after) * a.before - (a.before - a.after) * b.before);
  const { before, after } = worst ?? { before: 0, after: 0 };
  const drop = percent(before - after, before) ?? '0.0';
  return triggerFinding({
    value: drop,
    threshold: String(DROP),
    unit: 'percent',
    evidence: listEvidence(changes),
    explanation: {
      en: `With the change of agency the recipients served fell from ${before} to ${after}, by ${drop} %.`,
      zh: `更换机构后，服务对象由 ${before} 人降至 ${after} 人，减少 ${drop}%。`,
    },
  });
}
