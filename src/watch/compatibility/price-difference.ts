import { AS_PUBLISHED } from './definition-settings.js';
import { findMainCurrency, refusePrices, spellParties } from './prices.rules.js';
import {
  computeFences,
  define,
  exclude,
  findSoleId,
  findWinners,
  lacks,
  listIds,
  speak,
  toResult,
  type Fences,
} from './release.rules.js';
import type { Answer, CompatibilityResult, CompatibilityRule, Reading, Release, ReleaseBid } from './release-types.js';

/**
 * R024 and R058: how far the second-lowest valid bid lies above the winning one, against all processes given. Where the
 * differences do not spread, both call every process an outlier: that is the definition, and why it is kept for comparison
 * alone. Corrected, differences that do not spread have no outliers.
 */

interface Difference {
  value: number;
  winners: readonly string[];
  second: readonly string[];
}

/** As published, bids of one tenderer in the main currency; corrected, those of consortia too, in the one currency of the lot. */
export function compareBids(
  release: Release,
  currency: string | null,
  corrected: boolean,
): Difference | { answer: Answer } {
  const { bids } = release;
  const refused = bids === null ? null : refusePrices(release, corrected);
  if (refused !== null) return { answer: refused };
  const found = findWinners(release, corrected);
  if ('answer' in found) return found;
  const { winners } = found;
  const winning = spellParties(winners);
  let won: ReleaseBid | null = null;
  let second: ReleaseBid | null = null;
  let [valid, joint] = [0, false];
  for (const bid of bids ?? []) {
    if (bid.status !== 'valid') continue;
    valid += 1;
    const by = corrected ? spellBidders(bid) : findSoleId(bid.tenderers);
    if (by === null) joint = true;
    else if (bid.amount === null || bid.currency === null || (!corrected && bid.currency !== currency)) continue;
    else if (by === winning) {
      if (won === null || bid.amount < (won.amount ?? 0)) won = bid;
    } else if (second === null || bid.amount < (second.amount ?? 0)) second = bid;
  }
  if (won === null || won.amount === null) return { answer: lacks('bids.value') };
  if (second === null || second.amount === null) {
    if (joint) return { answer: corrected ? lacks('bids.tenderers') : exclude('a bid of several tenderers') };
    return { answer: valid > 1 ? lacks('bids.value') : exclude('one valid bid only') };
  }
  if (second.amount < won.amount) return { answer: exclude('the winning bid is not the lowest') };
  // The published program divides by it all the same, also by a price below zero.
  if (won.amount <= 0) return { answer: lacks('a price above zero') };
  return { value: (second.amount - won.amount) / won.amount, winners, second: listIds(second.tenderers) };
}

/** Whose bid it is; null where one of them is not named. */
function spellBidders({ tenderers }: ReleaseBid): string | null {
  const ids = listIds(tenderers);
  return ids.length === 0 || ids.length < tenderers.length ? null : spellParties(ids);
}

/** What holds a difference against the fences; the set limit in their place where there is one. */
export interface DifferenceRule extends CompatibilityRule {
  findLimit(fences: Fences | null, reading: Reading): number | null;
  isOutlier(value: number, limit: number): boolean;
  /** `both`: the second-lowest bidder is flagged with the winner. */
  flagged: 'both' | 'winner';
}

type Described = Pick<DifferenceRule, 'title' | 'besides' | 'findLimit' | 'isOutlier' | 'flagged'>;

const defineDifference = (id: string, { title, besides, ...rule }: Described): DifferenceRule => ({
  ...define(id, {
    title,
    besides,
    evaluate(releases) {
      const currency = findMainCurrency(releases);
      const compared = releases.map((release) => ({ ...compareBids(release, currency, false), ocid: release.ocid }));
      const fences = computeFences(compared.flatMap((one) => ('value' in one ? [one.value] : [])));
      const limit = rule.findLimit(fences, AS_PUBLISHED);
      return compared.flatMap((one): CompatibilityResult[] => {
        if ('answer' in one) return [toResult('process', one.ocid, one.answer)];
        const triggered = limit !== null && rule.isOutlier(one.value, limit);
        const shown = id === 'R024' ? (fences?.low ?? null) : (fences?.high ?? null);
        const bodies = !triggered ? [] : rule.flagged === 'both' ? [...one.winners, ...one.second] : one.winners;
        return [
          toResult('process', one.ocid, speak(triggered, one.value, shown)),
          ...bodies.map((by) => toResult('tenderer', by, speak(true, 0))),
        ];
      });
    },
  }),
  ...rule,
});

/** Nothing is an outlier below a fence that is not above zero: a difference is never negative. */
export const R024 = defineDifference('R024', {
  title: 'Price close to winning bid',
  besides: ['C05', 'N01'],
  flagged: 'both',
  findLimit: (fences, { settings, corrected }) => findLowLimit(fences, settings.R024.threshold, corrected),
  isOutlier: (value, limit) => value <= limit,
});

export const R058 = defineDifference('R058', {
  title: 'Heavily discounted bid',
  besides: ['C10'],
  flagged: 'winner',
  findLimit: (fences, { settings, corrected }) => findHighLimit(fences, settings.R058.threshold, corrected),
  isOutlier: (value, limit) => value >= limit,
});

/** The lower limit; null where nothing is flagged. */
export function findLowLimit(fences: Fences | null, set: number | null, corrected: boolean): number | null {
  const limit =
    set ?? (fences === null || fences.q1 <= 0 || (corrected && fences.q1 === fences.q3) ? null : fences.low);
  return limit !== null && limit > 0 ? limit : null;
}

/** The upper limit; null where nothing is flagged. */
export function findHighLimit(fences: Fences | null, set: number | null, corrected: boolean): number | null {
  const limit = set ?? (fences === null || (corrected && fences.q1 === fences.q3) ? null : fences.high);
  return limit !== null && limit > 0 ? limit : null;
}
