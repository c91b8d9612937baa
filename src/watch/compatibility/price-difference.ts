import {
  toResult,
  computeFences,
  define,
  exclude,
  findWinner,
  lacks,
  listValidBids,
  speak,
  type Answer,
} from './release.rules.js';
import type { CompatibilityResult, Release } from './release-types.js';

/**
 * R024 and R058: how far the second-lowest valid bid lies above the winning one, against all processes given. Where the
 * differences do not spread, both call every process an outlier: that is the definition, and why it is kept for comparison
 * alone.
 */

interface Difference {
  ocid: string;
  value: number;
  winner: string;
  second: string;
}

function compare(release: Release, currency: string | null): Difference | { ocid: string; answer: Answer } {
  const { ocid, pricesPredetermined } = release;
  if (pricesPredetermined === null) return { ocid, answer: lacks('pricing') };
  if (pricesPredetermined) return { ocid, answer: exclude('prices are set by the buyer') };
  const found = findWinner(release);
  if ('answer' in found) return { ocid, answer: found.answer };
  const valid = listValidBids(release);
  if (valid.some(({ tenderers }) => tenderers.length > 1))
    return { ocid, answer: exclude('a bid of several tenderers') };
  const priced = valid.flatMap(({ tenderers: [by], amount, currency: in_ }) =>
    by === undefined || amount === null || in_ !== currency ? [] : [{ by, amount }],
  );
  const lowest = (own: boolean): { by: string; amount: number } | undefined =>
    priced.filter(({ by }) => (by === found.winner) === own).toSorted((a, b) => a.amount - b.amount)[0];
  const [won, second] = [lowest(true), lowest(false)];
  if (won === undefined) return { ocid, answer: lacks('bids.value') };
  if (second === undefined)
    return { ocid, answer: valid.length > 1 ? lacks('bids.value') : exclude('one valid bid only') };
  if (second.amount < won.amount) return { ocid, answer: exclude('the winning bid is not the lowest') };
  // The published program divides by it all the same.
  if (won.amount <= 0) return { ocid, answer: lacks('a price above zero') };
  return { ocid, value: (second.amount - won.amount) / won.amount, winner: found.winner, second: second.by };
}

type Judge = (fences: { q1: number; low: number; high: number }, value: number) => Answer;

function judgeDifferences(
  releases: readonly Release[],
  judge: Judge,
  flagged: 'both' | 'winner',
): CompatibilityResult[] {
  const currency = releases.flatMap(({ bids }) => bids ?? []).find((bid) => bid.currency !== null)?.currency ?? null;
  const compared = releases.map((release) => compare(release, currency));
  const fences = computeFences(compared.flatMap((one) => ('value' in one ? [one.value] : [])));
  return compared.flatMap((one) => {
    if (!('value' in one)) return [toResult('process', one.ocid, one.answer)];
    if (fences === null) return [];
    const answer = judge(fences, one.value);
    if (answer.state !== 'triggered') return [toResult('process', one.ocid, answer)];
    const bodies = flagged === 'both' ? [one.winner, one.second] : [one.winner];
    return [toResult('process', one.ocid, answer), ...bodies.map((id) => toResult('tenderer', id, speak(true, 0)))];
  });
}

/** Nothing is an outlier below a fence that is not above zero: a difference is never negative. */
export const R024 = define('R024', {
  title: 'Price close to winning bid',
  besides: ['C05', 'N01'],
  evaluate: (releases) =>
    judgeDifferences(releases, ({ q1, low }, value) => speak(q1 > 0 && low > 0 && value <= low, value, low), 'both'),
});

export const R058 = define('R058', {
  title: 'Heavily discounted bid',
  besides: ['C10'],
  evaluate: (releases) =>
    judgeDifferences(releases, ({ high }, value) => speak(high > 0 && value >= high, value, high), 'winner'),
});
