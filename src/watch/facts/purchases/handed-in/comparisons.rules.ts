import type { LotComparisonResult } from '../../../../purchase/bids/comparison/comparison-types.js';
import type { LotBonds } from '../../../../purchase/reviews/bonds/bid-bonds.queries.js';
import type { BondsFacts } from '../../fact-types.js';
import type { BidSide, ComparisonFacts } from '../../comparison-facts.js';
import type { KnownBid } from './handed-in.rules.js';

/** A comparison by the keys of the bidders; of bids that are known no more nothing is said. */
export function toComparisonFacts(
  { documents, bids, likeness, names, marks, beyondLimits, othersKnown, devicesKnown }: LotComparisonResult,
  known: readonly KnownBid[],
): ComparisonFacts {
  const sides = new Map<string, BidSide>(
    known.flatMap(({ id, key, bidder }) => (key ? [[id, { key, record: `bid:${id}`, bidder: bidder ?? '' }]] : [])),
  );
  const pair = (a: string, b: string): [BidSide, BidSide][] => {
    const [left, right] = [sides.get(a), sides.get(b)];
    return left && right ? [[left, right]] : [];
  };
  return {
    documents,
    bids: sortByKey(
      bids.flatMap(({ bid, ...counts }) => {
        const side = sides.get(bid);
        return side ? [{ ...side, ...counts }] : [];
      }),
      ({ key }) => key,
    ),
    likeness: sortByKey(
      likeness.flatMap(({ a, b, ...found }) => pair(a, b).map((two) => ({ sides: two, ...found }))),
      nameSides,
    ),
    names: sortByKey(
      names.flatMap(({ bid, named, ...found }) =>
        pair(bid, named).map(([own, other]) => ({ in: own, named: other, ...found })),
      ),
      (found) => `${found.in.key}\n${found.named.key}\n${found.kind}\n${found.member ?? ''}`,
    ),
    marks: sortByKey(
      marks.flatMap(({ a, b, noA, noB, ...found }) =>
        pair(a, b).map((two) => ({ sides: two, ...found, nos: [noA, noB] as const })),
      ),
      (mark) => `${nameSides(mark)}\n${mark.kind}`,
    ),
    ...(othersKnown !== undefined && { othersKnown }),
    ...(devicesKnown !== undefined && { devicesKnown }),
    ...(beyondLimits && { beyondLimits }),
  };
}

const nameSides = ({ sides }: { sides: readonly [BidSide, BidSide] }): string => sides.map(({ key }) => key).join('\n');

const sortByKey = <T>(list: T[], name: (item: T) => string): T[] =>
  list.sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));

/** Bonds by the keys of the bidders. */
export function toBondsFacts(bonds: LotBonds | undefined, known: readonly KnownBid[]): BondsFacts {
  const keys = new Map(known.map(({ id, key }) => [id, key]));
  const paid = (bonds?.paid ?? []).flatMap(({ bid, ...bond }) => {
    const bidder = keys.get(bid);
    return bidder ? [{ bidder, ...bond }] : [];
  });
  return { asked: bonds?.asked ?? null, paid: sortByKey(paid, ({ bidder }) => bidder) };
}
