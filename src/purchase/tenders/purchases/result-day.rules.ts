import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { FactSource, TenderFactData } from '../recording/fact-types.js';
import { agree, getPartyKey, isEarlierMoment, mergeData } from '../recording/merge.rules.js';

/** A fact in force with the source it was read in. */
interface SourcedFact {
  kind: string;
  lot: number | null;
  data: object;
  source: FactSource;
}

const NOTICE_MEMBERS = ['kind', 'url', 'publishedOn', 'reference'] as const;
const isSameNotice = (a: FactSource, b: FactSource): boolean =>
  NOTICE_MEMBERS.every((member) => (a[member] ?? null) === (b[member] ?? null));

const readAward = (fact: SourcedFact): TenderFactData['award'] => fact.data;

/**
 * The day of the notice that an award was read in, where that is the notice of the result: one that tells of a contract as well is the
 * contract's, and one from before the decision is another's.
 */
function findNoticeDay(award: SourcedFact, facts: readonly SourcedFact[]): PartialDate | undefined {
  const { source } = award;
  if (source.kind !== 'notice' || !source.publishedOn) return undefined;
  if (facts.some((fact) => fact.kind === 'contract' && isSameNotice(fact.source, source))) return undefined;
  return isEarlierMoment(source.publishedOn, readAward(award).decidedOn) ? undefined : source.publishedOn;
}

/**
 * Facts in force, where awards say on which day they were published. What a fact of the award says of it comes first; where none
 * does, it is the day of their notice.
 */
export function fillResultDays<F extends SourcedFact>(facts: readonly F[]): F[] {
  const awards = facts.filter(({ kind }) => kind === 'award');
  return facts.map((fact) => {
    if (fact.kind !== 'award') return fact;
    const same = awards.filter(
      (other) =>
        other.lot === fact.lot && agree(getPartyKey(readAward(other).supplier), getPartyKey(readAward(fact).supplier)),
    );
    if (same.some((other) => readAward(other).publishedOn !== undefined)) return fact;
    const { publishedOn } = mergeData(same.map((other) => ({ publishedOn: findNoticeDay(other, facts) })));
    return publishedOn === undefined ? fact : { ...fact, data: { ...fact.data, publishedOn } };
  });
}
