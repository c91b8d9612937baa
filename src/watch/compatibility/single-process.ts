import {
  toResult,
  define,
  exclude,
  lacks,
  listSubmittedBids,
  listValidBids,
  speak,
  type Answer,
} from './release.rules.js';
import type { CompatibilityResult, Release, ReleaseBid } from './release-types.js';

/** Definitions that look at one process at a time. They are kept to the letter, with what is wrong with them. */

const SHORT_DAYS = 15;
const DAY = 24 * 60 * 60 * 1000;

const byProcess =
  (judge: (release: Release) => Answer) =>
  (releases: readonly Release[]): CompatibilityResult[] =>
    releases.map((release) => toResult('process', release.ocid, judge(release)));

/** The process, and the bodies that are flagged with it: `value` is theirs. */
const flagging =
  (judge: (release: Release) => Answer | { answer: Answer; flagged: readonly string[]; value: number }) =>
  (releases: readonly Release[]): CompatibilityResult[] =>
    releases.flatMap((release) => {
      const said = judge(release);
      const { answer, flagged, value } = 'answer' in said ? said : { answer: said, flagged: [], value: 0 };
      return [
        toResult('process', release.ocid, answer),
        ...flagged.map((id) => toResult('tenderer', id, speak(true, value))),
      ];
    });

/** Whole days between the two; a period that ends before it begins is short too. */
export const R003 = define('R003', {
  title: 'Short submission period',
  besides: ['W06'],
  evaluate: byProcess(({ period: { start, end } }) => {
    const [from, to] = [Date.parse(start ?? ''), Date.parse(end ?? '')];
    if (Number.isNaN(from) || Number.isNaN(to))
      return lacks(
        ...(Number.isNaN(from) ? ['tenderPeriod.startDate'] : []),
        ...(Number.isNaN(to) ? ['tenderPeriod.endDate'] : []),
      );
    const days = Math.trunc((to - from) / DAY);
    return speak(days < SHORT_DAYS, days, SHORT_DAYS);
  }),
});

export const R018 = define('R018', {
  title: 'Single bid received',
  besides: ['C14'],
  evaluate: byProcess(({ method, numberOfTenderers }) => {
    if (method === null) return lacks('procurementMethod');
    if (method !== 'open' && method !== 'selective') return exclude('the method is not competitive');
    if (numberOfTenderers === null) return lacks('numberOfTenderers');
    return speak(numberOfTenderers === 1, numberOfTenderers, 1);
  }),
});

/** Any two submitted bids of different tenderers at the same amount in the same currency, at the ceiling too. */
export const R028 = define('R028', {
  title: 'Identical bid prices',
  besides: ['C11'],
  evaluate: (releases) =>
    releases.flatMap((release) => {
      const answer = refusePrices(release);
      if (answer !== null) return [toResult('process', release.ocid, answer)];
      const priced = listSubmittedBids(release).filter(isPriced);
      if (priced.length === 0) return [toResult('process', release.ocid, lacks('bids.value'))];
      const same = priced.filter((bid) =>
        priced.some(
          (other) =>
            other.amount === bid.amount &&
            other.currency === bid.currency &&
            spellTenderers(other) !== spellTenderers(bid),
        ),
      );
      const tenderers = new Set(same.flatMap((bid) => bid.tenderers));
      return [
        toResult('process', release.ocid, speak(same.length > 0, same.length > 0 ? 1 : 0)),
        ...[...tenderers].map((id) => toResult('tenderer', id, speak(true, 1))),
      ];
    }),
});

/** The received date is compared with the deadline as text, as it is published: offsets of time zones are not read. */
export const R030 = define('R030', {
  title: 'Late bid won',
  besides: ['C15'],
  evaluate: flagging((release) => {
    const { period, bids, awards } = release;
    const end = period.end;
    if (end === null || bids === null || awards === null)
      return lacks(
        ...(end === null ? ['tenderPeriod.endDate'] : []),
        ...(bids === null ? ['bids'] : []),
        ...(awards === null ? ['awards'] : []),
      );
    const suppliers = new Set(awards.filter(({ status }) => status === 'active').flatMap((award) => award.suppliers));
    if (suppliers.size === 0) return exclude('no active award');
    const winning = listValidBids(release).filter((bid) => bid.tenderers.some((id) => suppliers.has(id)));
    const late = winning.filter(({ date }) => date !== null && date > end);
    if (late.length === 0 && !winning.some(({ date }) => date !== null)) return lacks('bids.date');
    const flagged = late.flatMap(({ tenderers }) => tenderers.filter((id) => suppliers.has(id)));
    return { answer: speak(late.length > 0, late.length), flagged, value: 1 };
  }),
});

export const R035 = define('R035', {
  title: 'All except winning bid disqualified',
  besides: ['C13', 'N13'],
  evaluate: flagging((release) => {
    const { bids, awards } = release;
    if (bids === null || awards === null)
      return lacks(...(bids === null ? ['bids'] : []), ...(awards === null ? ['awards'] : []));
    if (awards.some(({ status }) => status === null || status === 'pending')) return exclude('an award is not final');
    const suppliers = new Set(awards.filter(({ status }) => status === 'active').flatMap((award) => award.suppliers));
    if (suppliers.size === 0) return exclude('no active award');
    const valid = new Set(listValidBids(release).flatMap(({ tenderers }) => tenderers));
    const out = new Set(bids.filter(({ status }) => status === 'disqualified').flatMap(({ tenderers }) => tenderers));
    const others = [...out].filter((id) => !valid.has(id)).length;
    const alone = valid.size === 1 && suppliers.size === 1 && [...valid].every((id) => suppliers.has(id));
    const flagged = alone && others >= 1 ? [...valid] : [];
    return { answer: speak(alone && others >= 1, others, 1), flagged, value: 0 };
  }),
});

/** Whatever the award is decided by: where quality counts, the definition is of no use, and says so itself. */
export const R036 = define('R036', {
  title: 'Lowest bid disqualified',
  besides: ['C12'],
  evaluate: byProcess((release) => {
    const answer = refusePrices(release);
    if (answer !== null) return answer;
    if (release.awards === null) return lacks('awards');
    if (!release.awards.some(({ status }) => status === 'active')) return exclude('no active award');
    const submitted = listSubmittedBids(release).filter(isPriced);
    const currency = submitted[0]?.currency ?? null;
    const compared = submitted.filter((bid) => bid.currency === currency);
    const least = Math.min(...compared.map(({ amount }) => amount));
    if (compared.length === 0) return lacks('bids.value');
    if (!compared.some(({ status }) => status === 'valid')) return exclude('no valid bid with an amount');
    // Of equal lowest bids the first one decides.
    const lowest = compared.find(({ amount }) => amount === least);
    return speak(lowest?.status === 'disqualified', lowest?.status === 'disqualified' ? 1 : 0);
  }),
});

type PricedBid = ReleaseBid & { amount: number; currency: string };
const isPriced = (bid: ReleaseBid): bid is PricedBid => bid.amount !== null && bid.currency !== null;

const spellTenderers = ({ tenderers }: ReleaseBid): string => JSON.stringify([...new Set(tenderers)].sort());

function refusePrices({ pricesPredetermined, bids }: Release): Answer | null {
  if (bids === null) return lacks('bids');
  if (pricesPredetermined === null) return lacks('pricing');
  return pricesPredetermined ? exclude('prices are set by the buyer') : null;
}
