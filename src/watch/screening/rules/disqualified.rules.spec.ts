import { describe, expect, it } from '@jest/globals';
import { HONEST } from '../../../../bench/detection/cells.js';
import { habitMarket } from '../../../../bench/detection/habits.js';
import { PLAIN } from '../../../../bench/detection/markets.js';
import { plantedMarket } from '../../../../bench/detection/schemes.js';
import { createRandom } from '../../statistics/random.js';
import { emptyBaseline } from '../baseline.rules.js';
import { GROUP_RULES } from '../group-rules.js';
import { screenMarket } from '../screen-market.js';
import type { MarketLot, ScreenedFinding } from '../screening-types.js';
import { N13 } from './disqualified.rules.js';

const SEED = '5e'.repeat(32);
const COUNTY = { ...PLAIN, firms: 8, bids: [3, 5] as const };
const screen = (lots: readonly MarketLot[]): ScreenedFinding[] =>
  screenMarket(lots, GROUP_RULES, emptyBaseline(SEED), { q: 0.05 }).findings.filter(({ rule }) => rule === 'N13');
const ofAgent = (lots: readonly MarketLot[]): ScreenedFinding | undefined =>
  screen(lots).find(({ figures }) => figures['key'] === 'A0');

/** Lots of A0 in which all but F003 are rejected, in a county of eight of whose other lots it has its share. */
const steered = (): MarketLot[] =>
  plantedMarket(
    COUNTY,
    { name: 'rivals disqualified', members: 3, lots: 12, turns: 'one' },
    createRandom('c4'.repeat(32)),
  ).lots;
const judge = (lots: readonly MarketLot[], reject: (lot: MarketLot, bidder: string) => boolean): MarketLot[] =>
  lots.map((lot) =>
    lot.agent === 'A0'
      ? {
          ...lot,
          bids: lot.bids.map((bid) => ({
            ...bid,
            status: reject(lot, bid.bidder) ? ('rejected' as const) : ('valid' as const),
          })),
        }
      : lot,
  );

/** Clean lots of two other agents, and those of A0, each with its bidders and those of them that are rejected. */
function drawAgent(own: readonly (readonly [bidders: string, rejected: string])[]): MarketLot[] {
  const elsewhere = Array.from({ length: 80 }, (_, no) => ['A1', 'A2'][no % 2] ?? '').map(
    (agent) => ({ agent, bidders: 'WXYZ', rejected: '' }) as const,
  );
  const here = own.map(([bidders, rejected]) => ({ agent: 'A0', bidders, rejected }));
  return [...here, ...elsewhere].map(({ agent, bidders, rejected }, no) => ({
    ...{ key: `L${no}/1`, purchase: `L${no}`, day: '2025-03-03', category: null, region: null, year: 2025 },
    ...{ buyer: null, agent, method: null, pricing: null, ceiling: null, bidCount: bidders.length },
    bids: [...bidders].map((bidder) => ({
      ...{ bidder, price: null, technical: null, won: false, rank: null },
      status: rejected.includes(bidder) ? ('rejected' as const) : ('valid' as const),
    })),
  }));
}
const repeat = <T>(times: number, one: T): T[] => Array.from({ length: times }, () => one);
const judgeAlone = (lots: readonly MarketLot[]): ScreenedFinding | undefined =>
  screenMarket(lots, [N13], emptyBaseline(SEED), { q: 0.05 }).findings.find(({ figures }) => figures['key'] === 'A0');
const isPlanted = ({ key }: MarketLot): boolean => key.startsWith('R');
const hasFirm = ({ bids }: MarketLot): boolean => bids.some(({ bidder }) => bidder === 'F003');

describe('N13', () => {
  it('finds a firm beside whom rivals are rejected that stand where they bid without it, and says how many', () => {
    const found = ofAgent(steered());
    expect(found).toMatchObject({ state: 'triggered', members: ['F003'] });
    const { rivalBids, rivalsRejected, bidsWithout, rejectedWithout } = found?.figures ?? {};
    expect(Number(rivalsRejected) / Number(rivalBids)).toBeGreaterThan(0.4);
    expect(Number(rejectedWithout) / Number(bidsWithout)).toBeLessThan(0.1);
  });

  it('is clear of a careful firm with an agent that rejects all others in every lot, with that firm or without it', () => {
    const strict = judge(steered(), (_, bidder) => bidder !== 'F003');
    expect(ofAgent(strict)).toMatchObject({ state: 'clear', members: ['F003'], figures: { rejectedWithout: expect.any(Number) } }); // prettier-ignore
  });

  it('has insufficient data where the firm bids in every lot of the agent, and says what is missing', () => {
    const alone = steered().filter((lot) => lot.agent !== 'A0' || isPlanted(lot));
    expect(ofAgent(alone)).toMatchObject({
      state: 'insufficient_data',
      members: ['F003'],
      reason: { code: 'too_few_lots_without', seen: 0 },
    });
  });

  it('is clear of an agent that rejects hardly anybody, at no cost to the other findings', () => {
    const mild = judge(steered(), (lot, bidder) => lot.key === 'R0/1' && bidder !== 'F003');
    expect(ofAgent(mild)).toMatchObject({ state: 'clear', weight: 0, threshold: 0.01 });
    expect(Number(ofAgent(mild)?.p)).toBeGreaterThan(0.01);
  });

  it('has insufficient data where no firm bids there without the others, for nothing could have shown', () => {
    const pairs = drawAgent([...repeat(10, ['LR', 'L'] as const), ...repeat(10, ['LR', 'R'] as const)]);
    expect(judgeAlone(pairs)).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'too_few_lots_without', seen: 0 },
    });
  });

  it('keeps the share of the budget of a place, whichever of the same bids are rejected', () => {
    const rest = repeat(20, ['UDEF', ''] as const);
    const one = drawAgent([...repeat(12, ['UABC', 'ABC'] as const), ...repeat(9, ['UABC', 'U'] as const), ...repeat(3, ['UABC', ''] as const), ...rest]); // prettier-ignore
    const turns = ['ABC', 'UBC', 'UAC', 'UAB'].flatMap((rejected) => repeat(3, ['UABC', rejected] as const));
    const others = ['A', 'B', 'C'].flatMap((rejected) => repeat(3, ['UABC', rejected] as const));
    const any = drawAgent([...turns, ...others, ...repeat(3, ['UABC', ''] as const), ...rest]);
    const [left, clear] = [judgeAlone(one), judgeAlone(any)];
    expect(left).toMatchObject({
      state: 'insufficient_data',
      members: ['U'],
      reason: { code: 'too_few_lots_without' },
    });
    expect(clear).toMatchObject({ state: 'clear' });
    expect(clear?.weight).toBeGreaterThan(0);
    expect(left?.weight).toBe(clear?.weight);
  });

  it('has insufficient data where as few strict lots might just be those of the firm', () => {
    const strict = [...repeat(4, ['LABCD', 'ABCD'] as const), ...repeat(2, ['ABCD', ''] as const)];
    expect(judgeAlone(drawAgent(strict))).toMatchObject({
      ...{ state: 'insufficient_data', members: ['L'] },
      reason: { code: 'too_few_lots_without', seen: 2 },
    });
    const more = [...strict, ...repeat(6, ['ABCD', ''] as const)];
    expect(judgeAlone(drawAgent(more))).toMatchObject({ state: 'triggered', members: ['L'] });
  });

  it('has insufficient data where two firms share so few lots that neither could have been found', () => {
    const halves = [...repeat(4, ['ABCD', 'BCD'] as const), ['BCD', ''] as const, ...repeat(4, ['ZBCD', ''] as const)];
    expect(judgeAlone(drawAgent(halves))).toMatchObject({ state: 'insufficient_data', reason: { code: 'no_power' } });
  });

  it('names nobody where the few strict lots might well be all its own', () => {
    const own = (strict: number) => [
      ...repeat(strict, ['LABCDE', 'ABCDE'] as const),
      ...repeat(5 - strict, ['LABCDE', ''] as const),
      ...repeat(5, ['ABCDE', ''] as const),
    ];
    // All three of ten in five of its own: one choice in twelve; four: one in 42; five: one in 252.
    expect(judgeAlone(drawAgent(own(3)))).toMatchObject({ state: 'clear' });
    expect(judgeAlone(drawAgent(own(5)))).toMatchObject({ state: 'triggered', members: ['L'] });
  });

  it('has no power where nobody was left and nobody could have been told from a strict agent', () => {
    const always = repeat(4, ['ABC', ''] as const);
    const found = judgeAlone([...drawAgent(always), ...steered().filter(({ agent }) => agent !== 'A0'), ...drawAgent(repeat(4, ['XYZ', 'XY'] as const)).slice(0, 4).map((lot, no) => ({ ...lot, key: `E${no}/1`, purchase: `E${no}`, agent: 'A9' }))]); // prettier-ignore
    expect(found).toMatchObject({ state: 'insufficient_data', members: [], reason: { code: 'no_power' } });
  });

  it('does not hold against a firm what becomes of its own bids elsewhere there', () => {
    const lots = steered();
    const worse = lots.map((lot) => ({
      ...lot,
      bids: lot.bids.map((bid) =>
        lot.agent === 'A0' && !isPlanted(lot) && bid.bidder === 'F003' ? { ...bid, status: 'rejected' as const } : bid,
      ),
    }));
    const figures = (some: readonly MarketLot[]) => ofAgent(some)?.figures['rivalsRejected'];
    expect(lots.some((lot) => lot.agent === 'A0' && !isPlanted(lot) && hasFirm(lot))).toBe(true);
    expect(figures(worse)).toBe(figures(lots));
  });

  const habits = HONEST.filter(({ law, alike }) => law.habits !== undefined && !alike);
  it.each(habits)('says nothing where $name', ({ law }) => {
    for (let no = 10; no < 20; no += 1) {
      const { lots } = habitMarket(law, createRandom(String(no).repeat(32)));
      expect(screen(lots).filter(({ state }) => state === 'triggered')).toEqual([]);
    }
  });
});
