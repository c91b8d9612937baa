import { describe, expect, it } from '@jest/globals';
import { HONEST } from '../../../../bench/detection/cells.js';
import { PLAIN, type MarketLaw } from '../../../../bench/detection/markets.js';
import { plantedMarket, type Scheme } from '../../../../bench/detection/schemes.js';
import { tenderMarket } from '../../../../bench/detection/tenders.js';
import { createRandom } from '../../statistics/random.js';
import { emptyBaseline } from '../baseline.rules.js';
import { GROUP_RULES } from '../group-rules.js';
import { firstOfEach, viewMarket } from '../market-view.js';
import { screenMarket } from '../screen-market.js';
import type { MarketLot } from '../screening-types.js';

const RING = ['F003', 'F004', 'F005'];
const screen = (lots: readonly MarketLot[]) =>
  screenMarket(lots, GROUP_RULES, emptyBaseline('5e'.repeat(32)), { q: 0.05 }).findings;
const triggered = (lots: readonly MarketLot[]): string[] =>
  screen(lots).flatMap(({ rule, state, members }) => (state === 'triggered' ? [`${rule} ${members.join()}`] : []));
/** The lots of the ring as those of so many purchases. */
const gather = (lots: readonly MarketLot[], purchases: number): MarketLot[] => {
  const own = lots.filter(({ key }) => key.startsWith('R'));
  return lots.map((lot) => (own.includes(lot) ? { ...lot, purchase: `R${own.indexOf(lot) % purchases}` } : lot));
};
const FIXED: MarketLaw = { ...PLAIN, law: 'fixed price' };
const FINE: MarketLaw = { ...PLAIN, grids: [100] };

const STORIES: readonly { rule: string; law: MarketLaw; scheme: Scheme; needed?: number }[] = [
  { rule: 'N01', law: PLAIN, scheme: { name: 'cover bids', members: 3, lots: 12, turns: 'steady' }, needed: 6 },
  { rule: 'N02', law: FIXED, scheme: { name: 'rotation', members: 3, lots: 12, turns: 'steady' }, needed: 8 },
  { rule: 'N11', law: FIXED, scheme: { name: 'weak covers', members: 3, lots: 16, turns: 'anew' }, needed: 6 },
  { rule: 'N12', law: PLAIN, scheme: { name: 'covers at the ceiling', members: 3, lots: 10, turns: 'random' }, needed: 5 },
  { rule: 'N13', law: PLAIN, scheme: { name: 'rivals disqualified', members: 3, lots: 8, turns: 'one' } },
  { rule: 'N15', law: FINE, scheme: { name: 'fixed steps', members: 3, lots: 6, turns: 'random' } },
  { rule: 'N16', law: FINE, scheme: { name: 'same discount', members: 3, lots: 6, turns: 'one' } },
]; // prettier-ignore

describe.each(STORIES)('$rule', ({ rule, law, scheme, needed }) => {
  const { lots } = plantedMarket(law, scheme, createRandom('c4'.repeat(32)));

  it('finds a ring in lots of as many purchases, and says nothing of the same lots of one or two', () => {
    expect(triggered(lots).filter((found) => found.startsWith(rule))).not.toEqual([]);
    for (const purchases of [1, 2])
      expect(triggered(gather(lots, purchases)).filter((found) => found.startsWith(rule))).toEqual([]);
  });

  if (needed === undefined) return;
  it('counts the purchases in which a group meets, and says how many are wanted', () => {
    const found = screen(gather(lots, 3)).find((one) => one.rule === rule && one.members.join() === RING.join());
    expect(found).toMatchObject({ state: 'insufficient_data', reason: { code: 'too_few_lots', seen: 3, needed } });
  });
});

describe('lots of one purchase', () => {
  const [lot] = plantedMarket(PLAIN, { name: 'rotation', members: 3, lots: 3, turns: 'one' }, createRandom('c4'.repeat(32))).lots; // prettier-ignore
  const [bid] = lot?.bids ?? [];
  if (lot === undefined || bid === undefined) throw new Error('A market has bids.');
  const make = (key: string, ...firms: readonly string[]): MarketLot => ({
    ...lot,
    key,
    purchase: key.slice(0, 1),
    bids: firms.map((bidder) => ({ ...bid, bidder, won: bidder === firms[0], subcontractors: [] })),
  });

  it('count once for each firm, whoever bids in most first; those of other firms count too', () => {
    const view = viewMarket([make('A1', 'x', 'y'), make('A2', 'x', 'y', 'z'), make('A3', 'u', 'v'), make('B1', 'x')]);
    expect(view.lots.map(({ lot: { key } }) => key).sort()).toEqual(['A2', 'A3', 'B1']);
    expect(view.repeats.map(({ key }) => key)).toEqual(['A1']);
    expect([...view.byFirm.values()].every((at) => at.length <= 2)).toBe(true);
    expect(firstOfEach(view.lots).map(({ lot: { purchase } }) => purchase)).toEqual(['A', 'B']);
  });

  it('are the same lots whatever order they come in', () => {
    const lots = [make('A1', 'x', 'y'), make('A2', 'y', 'z'), make('A3', 'z', 'u')];
    const keys = (some: readonly MarketLot[]) => viewMarket(some).lots.map(({ lot: { key } }) => key);
    expect(keys(lots.toReversed())).toEqual(keys(lots));
  });
});

describe.each(HONEST.flatMap((cell) => (cell.law.tenders === undefined ? [] : [cell])))('honest $name', ({ law }) => {
  it('trigger nothing, though read lot by lot they do', () => {
    const { lots } = tenderMarket(law, createRandom('3b'.repeat(32)));
    expect(new Set(lots.map(({ purchase }) => purchase)).size).toBe(law.lots + law.regulars);
    expect(triggered(lots)).toEqual([]);
    expect(triggered(lots.map((one) => ({ ...one, purchase: one.key }))).length).toBeGreaterThan(2);
  });
});
