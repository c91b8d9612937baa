import { describe, expect, it } from '@jest/globals';
import { honestMarket, PLAIN, type MarketLaw } from '../../../../bench/detection/markets.js';
import { placedMarket } from '../../../../bench/detection/places.js';
import { plantedMarket, type Scheme } from '../../../../bench/detection/schemes.js';
import { createRandom } from '../../statistics/random.js';
import { emptyBaseline } from '../baseline.rules.js';
import { screenMarket } from '../screen-market.js';
import type { MarketLot, ScreenedFinding } from '../screening-types.js';
import { GROUP_RULES } from '../group-rules.js';

const BASELINE = emptyBaseline('5e'.repeat(32));
const FIXED: MarketLaw = { ...PLAIN, law: 'fixed price' };
const REGULARS = ['F000', 'F001', 'F002'];
const RING = ['F003', 'F004', 'F005'];

const screen = (lots: readonly MarketLot[]): readonly ScreenedFinding[] =>
  screenMarket(lots, GROUP_RULES, BASELINE, { q: 0.05 }).findings;

const named = (findings: readonly ScreenedFinding[], rule: string, members: readonly string[]) =>
  findings.find((finding) => finding.rule === rule && finding.members.join() === members.join());

/** A market that a fixed seed gives: the same on every run and machine. */
const planted = (law: MarketLaw, scheme: Scheme, seed = 'c4') =>
  plantedMarket(law, scheme, createRandom(seed.repeat(32)));
const honest = (law: MarketLaw, seed = 'c4') => honestMarket(law, createRandom(seed.repeat(32)));

const STORIES: readonly { rule: string; law: MarketLaw; scheme: Scheme; members?: readonly string[] }[] = [
  { rule: 'N01', law: PLAIN, scheme: { name: 'cover bids', members: 3, lots: 12, turns: 'steady' } },
  { rule: 'N02', law: FIXED, scheme: { name: 'rotation', members: 3, lots: 12, turns: 'steady' } },
  { rule: 'N06', law: PLAIN, scheme: { name: 'territories', members: 3, lots: 14, turns: 'random' } },
  {
    rule: 'N07',
    law: PLAIN,
    scheme: { name: 'withdrawal for a friend', members: 3, lots: 8, turns: 'one' },
    members: ['F003', 'F004'],
  },
  { rule: 'N10', law: PLAIN, scheme: { name: 'loser as subcontractor', members: 3, lots: 8, turns: 'random' } },
  { rule: 'N11', law: FIXED, scheme: { name: 'weak covers', members: 3, lots: 16, turns: 'anew' } },
  { rule: 'N12', law: PLAIN, scheme: { name: 'covers at the ceiling', members: 3, lots: 10, turns: 'random' } },
  {
    rule: 'N13',
    law: PLAIN,
    scheme: { name: 'rivals disqualified', members: 3, lots: 8, turns: 'one' },
    members: ['F003'],
  },
  {
    rule: 'N14',
    law: { ...PLAIN, firmEffects: 0 },
    scheme: { name: 'cover bids', members: 3, lots: 10, turns: 'one' },
  },
  {
    rule: 'N15',
    law: { ...PLAIN, grids: [100] },
    scheme: { name: 'fixed steps', members: 3, lots: 6, turns: 'random' },
  },
  {
    rule: 'N16',
    law: { ...PLAIN, grids: [100] },
    scheme: { name: 'same discount', members: 3, lots: 6, turns: 'one' },
  },
  {
    rule: 'N16',
    law: { ...PLAIN, grids: [100] },
    scheme: { name: 'same discount', members: 3, lots: 3, turns: 'one' },
  },
];

describe.each(STORIES)('$rule', ({ rule, law, scheme, members = RING }) => {
  const found = screen(planted(law, scheme).lots);

  it('triggers on the ring and says on what it rests', () => {
    const finding = named(found, rule, members);
    expect(finding?.state).toBe('triggered');
    expect(finding?.p).toBeLessThanOrEqual(finding?.threshold ?? 0);
    expect(finding?.smallestP).toBeLessThanOrEqual(finding?.p ?? 0);
    expect(finding?.lots.length).toBeGreaterThanOrEqual(3);
  });

  it('does not name the regulars, who meet as often', () => {
    const theirs = found.filter((finding) => finding.members.every((firm) => REGULARS.includes(firm)));
    expect(theirs.filter(({ rule: id, state }) => id === rule && state === 'triggered')).toEqual([]);
  });

  it('is clear or mute where nobody agrees on anything', () => {
    const states = screen(honest(law).lots).filter(({ rule: id }) => id === rule);
    expect(states.filter(({ state }) => state === 'triggered')).toEqual([]);
  });
});

describe('who served a buyer last', () => {
  const PLACES = { severity: 4, ceilings: 0.1, incumbency: 6, home: false };
  const COUNTY: MarketLaw = { ...PLAIN, law: 'cut at ceiling', firms: 8, bids: [3, 5] };
  const oneBureau = (servicesTold: boolean): MarketLaw => ({
    ...{ ...FIXED, lots: 40, regulars: 15 },
    places: { severity: 0, ceilings: 0, home: false, incumbency: 8, yearly: true, bureaus: 1, servicesTold },
  });
  const MARKETS: readonly [string, MarketLaw][] = [
    ['keeps the service, where buyers differ', { ...FIXED, places: PLACES }],
    ['is a regular of one buyer in a county of eight', { ...COUNTY, places: { ...PLACES, home: true } }],
    [
      'is served again in one order, year by year',
      { ...FIXED, regulars: 15, places: { ...PLACES, incumbency: 8, yearly: true } },
    ],
    ['is served again in one order by one bureau, which says of each lot what it is for', oneBureau(true)],
    ['is served again in one order by one bureau, which says of no lot what it is for', oneBureau(false)],
  ];

  it.each(MARKETS)('%s: in at most one of twelve honest markets is anybody named', (_, law) => {
    const markets = Array.from({ length: 12 }, (__, n) =>
      placedMarket(law, createRandom(`${n}`.padStart(2, '0').repeat(32))),
    );
    const marked = markets.filter(({ lots }) => screen(lots).some(({ state }) => state === 'triggered'));
    expect(marked.length).toBeLessThanOrEqual(1);
  });

  it('does not hide a favourite that wins with one buyer whatever its rivals are worth', () => {
    const { lots } = planted(PLAIN, { name: 'favourite', members: 3, lots: 14, turns: 'one' }, 'd1');
    const found = screen(lots).filter(({ rule, state }) => rule === 'N08' && state === 'triggered');
    expect(found.map(({ members, scope }) => [scope, members])).toEqual([['buyer', ['F003']]]);
    expect(found[0]?.figures).toMatchObject({ key: 'B0', firm: 'F003' });
    expect(Number(found[0]?.figures['expected'])).toBeLessThan(Number(found[0]?.figures['won']));
  });

  it('is not asked where lists of bids are not whole', () => {
    const { lots } = planted(PLAIN, { name: 'favourite', members: 3, lots: 14, turns: 'one' }, 'd1');
    const partial = lots.map((lot) => ({ ...lot, bidCount: (lot.bidCount ?? 0) + 1 }));
    const found = screen(partial).filter(({ rule }) => rule === 'N08');
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map(({ reason }) => JSON.stringify(reason)))).toEqual(
      new Set([JSON.stringify({ code: 'missing', fields: ['bids'] })]),
    );
  });
});

const isTheirs = ({ bids }: MarketLot): boolean => REGULARS.every((firm) => bids.some(({ bidder }) => bidder === firm));
const JUDGED = ['N01', 'N02', 'N05', 'N06', 'N10', 'N11', 'N12', 'N14', 'N15', 'N16'];
const reprice =
  (prices: (bid: number, old: string | null) => string | null) =>
  ({ bids }: MarketLot): Partial<MarketLot> => ({
    bids: bids.map((bid, i) => ({ ...bid, price: prices(i, bid.price) })),
  });
/** What needs no price. */
const WITHOUT_PRICES = { N02: 'clear', N05: 'clear', N06: 'clear', N10: 'clear', N11: 'clear' };
const NO_SPREAD = {
  N01: 'insufficient_data too_few_lots',
  N14: 'insufficient_data too_few_lots',
  N15: 'insufficient_data too_few_lots',
};
/** What is wrong with the lots in which three regulars meet, and what each rule then says of the three. */
const BAD_LOTS: readonly {
  name: string;
  change: (lot: MarketLot) => Partial<MarketLot>;
  expected: Record<string, string>;
}[] = [
  { name: 'nobody bid', change: () => ({ bids: [], bidCount: 0 }), expected: {} },
  { name: 'one bid', change: ({ bids }) => ({ bids: bids.slice(0, 1), bidCount: 1 }), expected: {} },
  {
    name: 'all prices are equal',
    change: reprice(() => '15000000'),
    expected: { ...WITHOUT_PRICES, ...NO_SPREAD, N12: 'clear', N16: 'insufficient_data too_few_lots' },
  },
  {
    name: 'all prices are zero',
    change: reprice(() => '0'),
    expected: {
      ...{ ...WITHOUT_PRICES, ...NO_SPREAD },
      ...{ N12: 'insufficient_data too_few_lots', N16: 'insufficient_data too_few_lots' },
    },
  },
  {
    // One ratio in twelve lots is no accident, however absurd it is.
    name: 'one price is huge and the others are nearly nothing, the same in all of them',
    change: reprice((bid) => ['9'.repeat(15), '1', '5'][bid] ?? null),
    expected: {
      ...WITHOUT_PRICES,
      ...{ N01: 'clear', N12: 'clear', N14: 'insufficient_data firm_effects', N15: 'clear', N16: 'triggered' },
    },
  },
  {
    name: 'one price is not known',
    change: reprice((bid, old) => (bid === 0 ? null : old)),
    expected: { ...WITHOUT_PRICES, ...NO_SPREAD, N12: 'insufficient_data too_few_lots', N16: 'clear' },
  },
];

describe('rules over many lots', () => {
  it('are clear of honest regulars where they can be judged', () => {
    const found = screen(honest(PLAIN).lots);
    for (const rule of ['N01', 'N02', 'N12', 'N15']) expect(named(found, rule, REGULARS)?.state).toBe('clear');
  });

  it('have no price to judge where prices are fixed', () => {
    const found = screen(honest(FIXED).lots);
    for (const rule of ['N01', 'N12', 'N14', 'N15', 'N16']) {
      expect(named(found, rule, REGULARS)?.state).toBe('not_applicable');
      expect(named(found, rule, REGULARS)?.reason).toEqual({ code: 'fixed_price' });
    }
  });

  it('do not guess a kind of pricing, a score or a ceiling that is not known', () => {
    const { lots } = honest(PLAIN);
    const bare = lots.map((lot) => ({
      ...lot,
      pricing: null,
      ceiling: null,
      bids: lot.bids.map(({ subcontractors: _unknown, ...bid }) => ({ ...bid, technical: null })),
    }));
    const found = screen(bare);
    const reasons = ['N01', 'N10', 'N11', 'N12', 'N15'].map((rule) => named(found, rule, REGULARS));
    expect(reasons.map((finding) => finding?.state)).toEqual(reasons.map(() => 'insufficient_data'));
    expect(named(found, 'N01', REGULARS)?.reason).toEqual({ code: 'missing', fields: ['pricing'] });
    expect(named(found, 'N11', REGULARS)?.reason).toEqual({ code: 'missing', fields: ['technical'] });
    expect(named(found, 'N10', REGULARS)?.reason).toEqual({ code: 'missing', fields: ['subcontractors'] });
  });

  it('say how many lots are wanted where there are too few', () => {
    const found = screen(honest({ ...PLAIN, regulars: 4 }).lots);
    expect(named(found, 'N02', REGULARS)).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'too_few_lots', needed: 8 },
    });
  });

  describe.each(BAD_LOTS)('of regulars in whose lots $name', ({ change, expected }) => {
    const lots = honest(PLAIN).lots.map((lot) => (isTheirs(lot) ? { ...lot, ...change(lot) } : lot));
    const found = screen(lots);

    it('say what they can, and why they say nothing else', () => {
      const theirs = JUDGED.map((rule) => [rule, named(found, rule, REGULARS)] as const);
      const said = theirs.flatMap(([rule, one]) =>
        one === undefined ? [] : [[rule, [one.state, one.reason?.code].filter(Boolean).join(' ')]],
      );
      expect(Object.fromEntries(said)).toEqual(expected);
    });

    it('name nobody else', () => {
      const others = found.filter(
        ({ state, members }) => state === 'triggered' && !members.every((one) => REGULARS.includes(one)),
      );
      expect(others).toEqual([]);
    });
  });

  it('of a market of such lots alone have nobody to judge by', () => {
    const odd = BAD_LOTS.flatMap(({ change }, kind) =>
      honest(PLAIN)
        .lots.filter(isTheirs)
        .map((lot) => ({ ...lot, ...change(lot), key: `${kind}-${lot.key}`, purchase: `${kind}-${lot.key}` })),
    );
    const states = new Map(screen(odd).map((one) => [`${one.rule} ${one.members.length}`, one.state]));
    for (const rule of ['N01', 'N11', 'N14'])
      expect([rule, states.get(`${rule} 3`)]).toEqual([rule, 'insufficient_data']);
    expect(screen([])).toEqual([]);
    expect(screen(odd.slice(0, 1))).toEqual([]);
  });

  it('hold who meets and who wins for figures, never for signs', () => {
    const found = screen(planted(PLAIN, { name: 'cover bids', members: 3, lots: 12, turns: 'one' }).lots);
    const figures = found.filter(({ rule }) => rule === 'N03' || rule === 'N04');
    expect(named(figures, 'N03', RING)?.figures).toMatchObject({ lots: expect.any(Number) });
    expect(new Set(figures.map(({ state }) => state))).toEqual(new Set(['not_applicable']));
  });
});
