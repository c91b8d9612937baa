import { describe, expect, it } from '@jest/globals';
import { PLAIN, type MarketLaw } from '../../../../bench/detection/markets.js';
import { placedMarket } from '../../../../bench/detection/places.js';
import { plantedMarket } from '../../../../bench/detection/schemes.js';
import { createRandom } from '../../statistics/random.js';
import { emptyBaseline } from '../baseline.rules.js';
import { screenMarket } from '../screen-market.js';
import type { GroupFinding, GroupRule, MarketLot } from '../screening-types.js';
import { N02 } from './rotation.rules.js';
import { N06 } from './territories.rules.js';

const SEED = '5e'.repeat(32);
const REGULARS = ['F000', 'F001', 'F002'];
const RING = ['F003', 'F004', 'F005'];

/** Bureaus renew their services every November; whoever served knows the residents. */
const renewing = (own: Partial<MarketLaw>, places: Partial<NonNullable<MarketLaw['places']>>): MarketLaw => ({
  ...PLAIN,
  law: 'fixed price',
  ...own,
  places: { severity: 0, ceilings: 0, home: false, yearly: true, servicesTold: true, incumbency: 8, ...places },
});
/** Next to nobody but the regulars, so that their own services alone show what it gains to have served. */
const ALONE = renewing({ lots: 8, regulars: 45 }, { incumbency: 20, bureaus: 3, services: 9 });
const AMONG_OTHERS = renewing({ lots: 40, regulars: 30 }, { bureaus: 3, services: 6 });
const ONE_EACH = renewing({ lots: 40, regulars: 15 }, { bureaus: 3, services: 3 });
const UNTOLD = renewing({ lots: 40, regulars: 15 }, { servicesTold: false });

const seedOf = (no: number): string => `${no}`.padStart(2, '0').repeat(32);
const honest = (law: MarketLaw, count: number): MarketLot[][] =>
  Array.from({ length: count }, (_, no) => placedMarket(law, createRandom(seedOf(no))).lots);
const ask = (rule: GroupRule, lots: readonly MarketLot[], members = REGULARS): GroupFinding | undefined =>
  rule.screen(lots, emptyBaseline(SEED), SEED).find((found) => found.members.join() === members.join());

describe.each([
  ['next to nobody but the regulars', ALONE],
  ['the regulars among others', AMONG_OTHERS],
])('services that are told and kept, %s', (_, law) => {
  it.each([N06, N02])('reach p 0.01 by $id in at most two of forty honest markets', (rule) => {
    const found = honest(law, 40).flatMap((lots) => ask(rule, lots)?.p ?? []);
    expect(found.length).toBeGreaterThanOrEqual(35);
    expect(found.filter((p) => p <= 0.01).length).toBeLessThanOrEqual(2);
  });
});

it('one lot of which nobody said the service takes nothing of what the others show: N06 reaches p 0.01 as rarely', () => {
  const found = honest(ALONE, 40).flatMap((lots) => {
    const own = lots.filter(({ bids }) => REGULARS.every((firm) => bids.some(({ bidder }) => bidder === firm)));
    const untold = own.toSorted((a, b) => (a.day < b.day ? -1 : 1))[0]?.key;
    return (
      ask(
        N06,
        lots.map(({ services, ...lot }) => (lot.key === untold ? lot : { ...lot, services })),
      )?.p ?? []
    );
  });
  expect(found.length).toBeGreaterThanOrEqual(35);
  expect(found.filter((p) => p <= 0.01).length).toBeLessThanOrEqual(2);
});

it('firms that divide three bureaus are found by N06 where each lot says which of their services it is for', () => {
  const law = renewing({ lots: 40, regulars: 15 }, { bureaus: 3 });
  const rings = Array.from({ length: 20 }, (_, no) =>
    plantedMarket(law, { name: 'territories', members: 3, lots: 24, turns: 'random' }, createRandom(seedOf(no))),
  );
  const found = rings.map(({ lots }) => ask(N06, lots, RING));
  expect(found.filter((one) => (one?.p ?? 1) <= 0.005).length).toBeGreaterThanOrEqual(18);
});

describe('the smallest p that is told', () => {
  it('is above 0.01 where kept services explain every division, and such a group is not judged', () => {
    const mute = honest(ONE_EACH, 6).flatMap((lots) =>
      screenMarket(lots, [N06], emptyBaseline(SEED), { q: 0.05 }).findings.filter(
        ({ members, p }) => p !== null && members.join() === REGULARS.join(),
      ),
    );
    expect(mute.length).toBeGreaterThanOrEqual(4);
    for (const { state, reason, smallestP } of mute) {
      expect(smallestP).toBeGreaterThan(0.01);
      expect([state, reason]).toEqual(['insufficient_data', { code: 'no_power' }]);
    }
  });

  it('is told the same whichever of its winners won where, and N06 gives no order of them a smaller p', () => {
    const markets = honest(UNTOLD, 8).filter((lots) => typeof ask(N06, lots)?.p === 'number');
    expect(markets.length).toBeGreaterThanOrEqual(5);
    const told = markets.flatMap((lots) => {
      const before = ask(N06, lots);
      const after = ask(N06, divide(lots));
      expect(after?.statistic.value).toBeGreaterThanOrEqual(before?.statistic.value ?? 0);
      expect(after?.p).toBeGreaterThanOrEqual(before?.smallestP ?? 1);
      return before?.smallestP ?? 0;
    });
    // What kept services explain counts: all orders of fifteen awards to three firms are far more than a hundred.
    expect(told.some((p) => p > 0.01)).toBe(true);
  });
});

/** The regulars' lots, their winners given out anew so that each buyer has as few as can be. */
function divide(lots: readonly MarketLot[]): MarketLot[] {
  const own = lots
    .filter(({ bids }) => REGULARS.every((firm) => bids.some(({ bidder }) => bidder === firm)))
    .filter(({ bids }) => bids.some(({ won, bidder }) => won && REGULARS.includes(bidder)))
    .sort((a, b) => (a.buyer ?? '').localeCompare(b.buyer ?? ''));
  const winners = own.flatMap(({ bids }) => bids.filter(({ won }) => won).map(({ bidder }) => bidder)).sort();
  const given = new Map(own.map(({ key }, at) => [key, winners[at]]));
  return lots.map((lot) => {
    const winner = given.get(lot.key);
    if (winner === undefined) return lot;
    return { ...lot, bids: lot.bids.map((bid) => ({ ...bid, won: bid.bidder === winner, status: 'valid' as const })) };
  });
}
