import { describe, expect, it } from '@jest/globals';
import { honestMarket, PLAIN, type MarketLaw } from '../../../../bench/detection/markets.js';
import { plantedMarket, type Scheme } from '../../../../bench/detection/schemes.js';
import { createRandom } from '../../statistics/random.js';
import { emptyBaseline } from '../baseline.rules.js';
import { GROUP_RULES } from '../group-rules.js';
import { screenMarket } from '../screen-market.js';
import type { MarketBid, MarketLot, ScreenedFinding } from '../screening-types.js';
import { compareShapes } from './price-rows.js';

const RING = ['F003', 'F004', 'F005'];
const FIXED: MarketLaw = { ...PLAIN, law: 'fixed price' };
const screen = (lots: readonly MarketLot[]) =>
  screenMarket(lots, GROUP_RULES, emptyBaseline('5e'.repeat(32)), { q: 0.05 }).findings;
const plant = (law: MarketLaw, scheme: Scheme): MarketLot[] =>
  plantedMarket(law, scheme, createRandom('c4'.repeat(32))).lots;
const find = (lots: readonly MarketLot[], rule: string, members = RING): ScreenedFinding | undefined =>
  screen(lots).find((one) => one.rule === rule && one.members.join() === members.join());
/** The lots of the ring as they would be with this change. */
const change = (lots: readonly MarketLot[], to: (lot: MarketLot, no: number) => Partial<MarketLot>): MarketLot[] => {
  const own = lots.filter(({ key }) => key.startsWith('R')).sort((a, b) => (a.day < b.day ? -1 : 1));
  return lots.map((lot) => (own.includes(lot) ? { ...lot, ...to(lot, own.indexOf(lot)) } : lot));
};
const wins = (lot: MarketLot, winners: readonly string[]): { bids: MarketBid[] } => ({
  bids: lot.bids.map((bid) => ({ ...bid, won: winners.includes(bid.bidder) })),
});

const NEVER = plant(PLAIN, { name: 'rotation', members: 3, lots: 12, turns: 'one' });
const COVER = plant(PLAIN, { name: 'cover bids', members: 3, lots: 12, turns: 'steady' });
const TURNS = plant(FIXED, { name: 'rotation', members: 3, lots: 12, turns: 'steady' });
const STEERED = plant(PLAIN, { name: 'rivals disqualified', members: 3, lots: 8, turns: 'one' });
const PLACES = plant(PLAIN, { name: 'territories', members: 3, lots: 14, turns: 'random' });
const ofAgent = (lots: readonly MarketLot[]) =>
  screen(lots).filter(({ rule, figures }) => rule === 'N13' && figures['key'] === 'A0');

describe('N05', () => {
  it('triggers on a group in which one always wins, whose others win elsewhere', () => {
    expect(find(NEVER, 'N05')).toMatchObject({ state: 'triggered', figures: { won: 0, bids: 12 } });
  });

  it('is clear where each of them wins some', () => {
    // Of several that win it speaks of the first by name, which is to be one that could have been found.
    const rename = (firm: string): string => (firm === 'F005' ? 'A005' : firm);
    const turns = change(NEVER, (lot, no) => wins(lot, [RING[no % 3] ?? '']));
    const lots = turns.map((lot) => ({
      ...lot,
      bids: lot.bids.map((bid) => ({ ...bid, bidder: rename(bid.bidder) })),
    }));
    expect(find(lots, 'N05', ['A005', 'F003', 'F004'])?.state).toBe('clear');
  });
});

describe('N08', () => {
  /** A firm that wins some of its bids everywhere, or all of those with one buyer and none elsewhere. */
  const lots = (isFavoured: boolean): MarketLot[] =>
    honestMarket({ ...PLAIN, lots: 0, regulars: 24 }, createRandom('c4'.repeat(32))).lots.map((lot, no) => {
      const there = no < 12;
      return {
        ...lot,
        buyer: there ? 'B0' : 'B1',
        bids: wins(lot, [(isFavoured ? there : no % 2 === 0) ? 'F000' : 'F001']).bids.map((bid) => ({
          ...bid,
          status: 'valid' as const,
        })),
      };
    });
  const favourite = (some: readonly MarketLot[]) =>
    screen(some).find(
      ({ rule, scope, figures, members }) =>
        rule === 'N08' && scope === 'buyer' && figures['key'] === 'B0' && members[0] === 'F000',
    );

  it('triggers on a firm that wins all its bids with one buyer and none elsewhere, beyond the doubt of what it is worth', () => {
    const found = favourite(lots(true));
    expect(found).toMatchObject({ state: 'triggered', figures: { won: 12, bids: 12, wonElsewhere: 0 } });
    // One of the choices of 12 wins among 24 bids is 1 / 2 704 156; what a firm without a win elsewhere is worth is less sure.
    expect(found?.p).toBeGreaterThan(1 / 2_704_156);
    expect(found?.p).toBeLessThan(0.001);
  });

  it('is clear of one that wins as often elsewhere', () => {
    expect(favourite(lots(false))?.state).toBe('clear');
  });
});

describe('a list of bids that is not whole', () => {
  const partial = (): Partial<MarketLot> => ({ bidCount: 6 });
  const missing = { state: 'insufficient_data', reason: { code: 'missing', fields: ['bids'] } };

  it('says nothing to rules that need all bids, and its lots are evidence again once all are listed', () => {
    expect(find(change(NEVER, partial), 'N05')).toMatchObject(missing);
    for (const rule of ['N01', 'N12', 'N15', 'N16']) expect(find(change(COVER, partial), rule)).toMatchObject(missing);
    expect(find(COVER, 'N01')?.state).toBe('triggered');
    expect(ofAgent(STEERED).map(({ state }) => state)).toContain('triggered');
    const untold = STEERED.map((lot) => (lot.agent === 'A0' ? { ...lot, bidCount: lot.bids.length + 3 } : lot));
    expect(ofAgent(untold)).toEqual([expect.objectContaining(missing)]);
  });

  it('is whole where nobody counted them and their ranks have no gap, and else is not', () => {
    expect(
      find(
        change(NEVER, () => ({ bidCount: null })),
        'N05',
      )?.state,
    ).toBe('triggered');
    const unranked = (lot: MarketLot) => ({ bidCount: null, bids: lot.bids.map((bid) => ({ ...bid, rank: null })) });
    expect(find(change(NEVER, unranked), 'N05')).toMatchObject(missing);
  });

  it('with an outcome that nobody told is no list of rejections', () => {
    const untold = STEERED.map((lot) => ({
      ...lot,
      bids: lot.bids.map((bid) => ({ ...bid, status: bid.won ? ('valid' as const) : null })),
    }));
    expect(ofAgent(untold)).toEqual([
      expect.objectContaining({ state: 'insufficient_data', reason: { code: 'missing', fields: ['status'] } }),
    ]);
  });
});

describe('reasons of their own', () => {
  const only = (lot: MarketLot) => wins(lot, ['F003']);

  it('have awards that all go to one firm, or to one place', () => {
    for (const rule of ['N02', 'N06'])
      expect(find(change(PLACES, only), rule)).toMatchObject({
        state: 'not_applicable',
        reason: { code: 'one_winner' },
      });
    expect(
      find(
        change(PLACES, () => ({ buyer: 'B0' })),
        'N06',
      ),
    ).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'one_place' },
    });
  });

  it('have lots for which several are taken, also by a framework agreement', () => {
    const two = (lot: MarketLot) => wins(lot, ['F003', 'F004']);
    const framework = () => ({ method: 'FRAMEWORK' });
    for (const to of [two, framework])
      for (const rule of ['N02', 'N05', 'N06'])
        expect(find(change(TURNS, to), rule)).toMatchObject({
          state: 'not_applicable',
          reason: { code: 'several_winners' },
        });
    expect(find(TURNS, 'N02')?.state).toBe('triggered');
  });

  it('have firms that are dearer or cheaper everywhere', () => {
    expect(find(plant({ ...PLAIN, firmEffects: 0.1 }, { name: 'cover bids', members: 3, lots: 12, turns: 'steady' }), 'N14')).toMatchObject({ state: 'insufficient_data', reason: { code: 'firm_effects' } }); // prettier-ignore
  });

  it('have awards of which only the month is known: nobody knows which came first', () => {
    expect(
      find(
        change(TURNS, () => ({ dayUnknown: true })),
        'N02',
      ),
    ).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'missing', fields: ['awardedOn'] },
    });
  });
});

it('the figure of N01 is a difference of mean skewness, its sign reversed', () => {
  // Of 0, 1, 1: mean 2/3, standard deviation 1/√3, so −2/√3, 1/√3, 1/√3; the mean of their cubes is −2/(3√3). Of 0, 1, 2 it is 0.
  const own = Array.from({ length: 6 }, () => [0, 1, 1]);
  const others = Array.from({ length: 20 }, () => [0, 1, 2]);
  expect(compareShapes(own, others, '0'.repeat(64))?.gap).toBeCloseTo(2 / (3 * Math.sqrt(3)), 12);
});
