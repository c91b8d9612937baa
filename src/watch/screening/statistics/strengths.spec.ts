import { describe, expect, it } from '@jest/globals';
import { honestMarket, PLAIN } from '../../../../bench/detection/markets.js';
import { placedMarket } from '../../../../bench/detection/places.js';
import { createRandom } from '../../statistics/random.js';
import { viewMarket } from '../market-view.js';
import type { MarketBid, MarketLot } from '../screening-types.js';
import { fitShift } from './score-model.js';
import { isServiceDoubted, readPredecessor } from './predecessors.js';
import { computeChance, estimateStrengths, isRead } from './strengths.js';

const NONE: ReadonlySet<number> = new Set();
const bid = (bidder: string, change: Partial<MarketBid> = {}): MarketBid => ({
  ...{ bidder, price: '100', technical: 80, status: 'valid', won: false, rank: null },
  ...change,
});
const lot = (key: string, day: string, winner: string | null, change: Partial<MarketLot> = {}): MarketLot => ({
  ...{ key, purchase: key, day, category: 'C', region: 'R', year: 2025, buyer: 'B', agent: null, method: null },
  ...{ pricing: 'competitive', ceiling: null, bidCount: 2 },
  bids: ['F', 'G'].map((firm) => bid(firm, { won: firm === winner })),
  ...change,
});
const preceding = (...lots: MarketLot[]): (string | null)[] => {
  const view = viewMarket(lots);
  return view.lots.map((one) => readPredecessor(view, one).last?.lot.key ?? null);
};

describe('the lot that a buyer awarded last', () => {
  it('is the one before, of the same buyer; lots of one day know nothing of each other', () => {
    expect(
      preceding(
        lot('1', '2025-01-01', 'F'),
        lot('2', '2025-02-01', 'G'),
        lot('3', '2025-02-01', 'F'),
        lot('4', '2025-03-01', 'F', { buyer: 'other' }),
        lot('5', '2025-03-02', 'F'),
      ),
    ).toEqual([null, '1', '1', null, '3']);
  });

  it('is unknown of a lot of which only the month is known, and such a lot is none', () => {
    expect(
      preceding(
        lot('1', '2025-01-01', 'F'),
        lot('2', '2025-02-01', 'F', { dayUnknown: true }),
        lot('3', '2025-03-01', 'F'),
        lot('4', '2025-04-01', 'F', { buyer: null }),
      ),
    ).toEqual([null, null, '1', null]);
  });

  it('is one without a single winner where several were taken', () => {
    const several = lot('2', '2025-02-01', null, { method: 'FRAMEWORK' });
    const view = viewMarket([lot('1', '2025-01-01', 'F'), several, lot('3', '2025-03-01', 'F')]);
    expect(view.lots.map((one) => readPredecessor(view, one).last).at(-1)).toMatchObject({
      lot: { key: '2' },
      winner: null,
    });
  });

  it('is the last one of the service where lots say which they are for, whatever the buyer bought between', () => {
    expect(
      preceding(
        lot('1', '2024-11-01', 'F', { services: ['S1'] }),
        lot('2', '2024-11-08', 'G', { services: ['S2'] }),
        lot('3', '2025-11-01', 'F', { services: ['S1'] }),
        lot('4', '2025-11-08', 'F', { services: ['S2'], buyer: 'other' }),
        lot('5', '2025-11-15', 'F', { services: ['S3'] }),
      ),
    ).toEqual([null, null, '1', '2', null]);
  });
});

describe('who may have served where nobody said which service a lot is for', () => {
  const possible = (...lots: MarketLot[]) => {
    const view = viewMarket(lots);
    return view.lots.map((one) => [
      [...readPredecessor(view, one).possible].sort().join(),
      isServiceDoubted(view, one),
    ]);
  };
  const november = [lot('1', '2023-11-01', 'F'), lot('2', '2023-11-20', 'G')];

  it('is whoever won a lot of the buyer in the same season of the year before, else of two or three years before', () => {
    expect(possible(...november, lot('3', '2024-11-05', 'F'))[2]).toEqual(['F,G', true]);
    expect(possible(...november, lot('3', '2025-12-15', 'F'))[2]).toEqual(['F,G', true]);
    expect(possible(...november, lot('3', '2026-10-10', 'F'))[2]).toEqual(['F,G', true]);
    expect(possible(...november, lot('3', '2024-06-01', 'F'))[2]).toEqual(['', false]);
    expect(possible(...november, lot('3', '2027-11-05', 'F'))[2]).toEqual(['', false]);
    expect(possible(...november, lot('3', '2024-11-05', 'F', { buyer: 'other' }))[2]).toEqual(['', false]);
  });

  it('is nobody where the buyer bought one thing alone, and doubts no lot in which none of them bids', () => {
    const [first] = november as [MarketLot];
    expect(possible(first, lot('3', '2024-11-05', 'F'))[1]).toEqual(['', false]);
    expect(preceding(first, lot('3', '2024-11-05', 'F'))).toEqual([null, '1']);
    const others = { bids: [bid('H', { won: true }), bid('I')] };
    expect(possible(...november, lot('3', '2024-11-05', null, others))[2]).toEqual(['F,G', false]);
  });

  it('is whoever won any part of it where several lots of a season are for one service, or the packages are cut anew', () => {
    const [first, second] = november.map((one): MarketLot => ({ ...one, services: ['S1'] })) as [MarketLot, MarketLot];
    expect(possible(first, second, lot('3', '2024-11-05', 'F', { services: ['S1'] }))[2]).toEqual(['F,G', true]);
    // The second part of a service does not follow the first.
    expect(preceding(first, second)).toEqual([null, null]);
    const other = { ...second, services: ['S2'] };
    expect(possible(first, other, lot('3', '2024-11-05', 'F', { services: ['S1', 'S2'] }))[2]).toEqual(['F,G', true]);
    const both = { ...first, services: ['S1', 'S2'] };
    expect(preceding(both, lot('3', '2024-11-05', 'F', { services: ['S2'] }))).toEqual([null, '1']);
  });

  it('is one more where a lot of the buyer between them does not say what it is for, or only in which month it was awarded', () => {
    const first = lot('1', '2022-11-01', 'F', { services: ['S1'] });
    const untold = lot('2', '2023-11-01', 'G');
    const third = lot('3', '2024-11-05', 'F', { services: ['S1'] });
    expect(possible(first, untold, third)[2]).toEqual(['F,G', true]);
    expect(possible(lot('2', '2022-06-01', 'G'), first, third)[2]).toEqual(['', false]);
    const undated = { ...untold, services: ['S1'], dayUnknown: true as const };
    expect(possible(first, undated, third).map(([who]) => who)).toEqual(['', 'F,G', 'F,G']);
  });

  it('counts a lot of a purchase whose other lots are read', () => {
    const whole = [bid('F', { won: true }), bid('G')];
    const tender = { purchase: 'P', bids: [bid('F'), bid('G', { won: true }), bid('H')], bidCount: 3 };
    const lots = [
      lot('1', '2023-11-01', null, { purchase: 'P', services: ['S1'], bids: whole }),
      lot('2', '2023-11-01', null, { ...tender, services: ['S2'] }),
      lot('3', '2024-11-05', 'F', { services: ['S1'] }),
    ];
    const view = viewMarket(lots);
    expect(view.lots.map((one) => one.lot.key)).toEqual(['2', '3']);
    expect(view.lots.map((one) => readPredecessor(view, one).last?.lot.key ?? null)).toEqual([null, '1']);
  });

  it('is told where only one firm can have served', () => {
    const [first] = november as [MarketLot];
    expect(preceding(first, lot('2', '2023-11-20', 'F'), lot('3', '2024-11-05', 'F'))).toEqual([null, '1', '2']);
  });

  it('is nobody of what is said to be of another service', () => {
    const [first, second] = november as [MarketLot, MarketLot];
    const told = [{ ...first, services: ['S1'] }, second];
    expect(possible(...told, lot('3', '2024-11-05', 'F', { services: ['S2'] }))[2]).toEqual(['', false]);
    expect(preceding(...told, lot('3', '2024-11-05', 'F', { services: ['S2'] }))[2]).toBe('2');
    expect(possible(...told, lot('3', '2024-11-05', 'F'))[2]).toEqual(['F,G', true]);
  });
});

describe('what bidders are worth', () => {
  const places = { severity: 0, ceilings: 0, incumbency: 8, home: false };
  const strengthsOf = (lots: readonly MarketLot[]) => estimateStrengths(viewMarket(lots), NONE);

  it('has who served last in it only where that shows', () => {
    const law = { ...PLAIN, law: 'fixed price', lots: 300, regulars: 0 } as const;
    const random = createRandom('7'.repeat(64));
    expect(strengthsOf(placedMarket({ ...law, places }, random).lots).incumbency).toBeGreaterThan(2);
    expect(strengthsOf(honestMarket(law, random).lots).incumbency).toBeLessThan(1.3);
  });

  it('is not read of a lot whose winner has no standing bid, and gives a bid that does not stand no chance', () => {
    const withdrawn = lot('1', '2025-01-01', null, {
      bids: [bid('F', { won: true, status: 'withdrawn' }), bid('G'), bid('H')],
      bidCount: 3,
    });
    const view = viewMarket([withdrawn, lot('2', '2025-02-01', 'G')]);
    const [first, second] = view.lots;
    if (first === undefined || second === undefined) throw new Error('Two lots were given.');
    expect([isRead(view, first), isRead(view, second)]).toEqual([false, true]);
    const known = estimateStrengths(view, NONE);
    expect(computeChance(view, first, 'F', known, 'upper')).toBe(0);
    const [least, most] = (['lower', 'upper'] as const).map((limit) => computeChance(view, second, 'G', known, limit));
    expect(least).toBeGreaterThan(0);
    expect(least).toBeLessThan(most ?? 0);
    expect(most).toBeLessThan(1);
  });

  it('is held in doubt of rivals that were never read: for the firm that is asked about', () => {
    const view = viewMarket([lot('1', '2025-01-01', 'F')]);
    const [one] = view.lots;
    if (one === undefined) throw new Error('One lot was given.');
    const unread = { strengths: new Map(), records: new Map(), incumbency: 1 };
    expect(computeChance(view, one, 'F', unread, 'upper')).toBeGreaterThan(0.9);
    expect(computeChance(view, one, 'F', unread, 'lower')).toBeLessThan(0.1);
  });
});

describe('own scores where buyers differ', () => {
  const draw = createRandom('9'.repeat(64));
  const firms = Array.from({ length: 12 }, (_, i) => `F${i}`);
  /** The first twelve panels are those of the group: at one buyer, half of whose other lots are of outsiders. */
  const rows = (harsh: number, gain: number) =>
    Array.from({ length: 84 }, (_, at) => {
      const buyer = at < 24 ? 'harsh' : `B${at % 6}`;
      const own = at < 12 ? firms.slice(0, 3) : [0, 1, 2, 3].map((k) => firms[(at * 5 + k * 7 + (at % 3)) % 12] ?? '');
      const bidders = [...new Set(own)];
      const served = at < 12 ? null : (bidders[0] ?? null);
      return {
        ...{ buyer, served: new Set(served === null ? [] : [served]), firms: bidders },
        values: bidders.map(
          (firm) =>
            70 + Number(firm.slice(1)) - (buyer === 'harsh' ? harsh : 0) + (firm === served ? gain : 0) + draw(),
        ),
      };
    });
  const shared = new Set(Array.from({ length: 12 }, (_, i) => i));
  const shiftOf = (harsh: number, gain: number) => fitShift(rows(harsh, gain), new Set(firms.slice(0, 3)), shared);

  it.each([
    ['one buyer is more severe', 8, 0],
    ['who served last gets more', 0, 8],
  ])('do not fall because %s', (_, harsh, gain) => {
    const fit = shiftOf(harsh, gain);
    expect(Math.abs(fit?.shift ?? 99)).toBeLessThan(3 * (fit?.error ?? 0));
    expect(Math.abs(fit?.shift ?? 99)).toBeLessThan(2);
  });

  it('are not told from a severe buyer whom nobody else serves', () => {
    const alone = rows(8, 0).map((row, at) => (at >= 12 && row.buyer === 'harsh' ? { ...row, buyer: 'B0' } : row));
    const fit = fitShift(
      alone.map((row) => ({ ...row, served: new Set<string>() })),
      new Set(firms.slice(0, 3)),
      shared,
    );
    expect(fit === null || fit.error > 100).toBe(true);
  });
});
