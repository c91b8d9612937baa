import { LAWS, PLAIN, type MarketLaw } from './markets.js';
import type { Scheme, Turns } from './schemes.js';

export interface HonestCell {
  name: string;
  law: MarketLaw;
  /** Set where no figure tells these from a ring: printed, no mark, and no part of the sum of all cells. */
  alike?: true;
}

const MIXED = [1, 100, 1_000];
const COUNTY = { firms: 8, bids: [3, 5] as const };
const FIXED: MarketLaw = { ...PLAIN, law: 'fixed price' };

const PLACES = { severity: 0, ceilings: 0, incumbency: 0, home: false };

/** One bureau that buys all services in one order every November of five years; what is a regular's or a ring's comes last. */
const BUREAU: MarketLaw = {
  ...FIXED,
  lots: 40,
  regulars: 15,
  places: { ...PLACES, incumbency: 8, yearly: true, bureaus: 1 },
};
const TOLD: MarketLaw = { ...BUREAU, places: { ...PLACES, ...BUREAU.places, servicesTold: true } };

/** Three bureaus that renew 14 or 17 services every November and say which; of the second next to nobody but the regulars bids. */
const BUREAUS: MarketLaw = { ...TOLD, regulars: 30, places: { ...PLACES, ...TOLD.places, bureaus: 3, services: 6 } };
const ALONE: MarketLaw = {
  ...BUREAUS,
  ...{ lots: 8, regulars: 45 },
  places: { ...PLACES, ...BUREAUS.places, incumbency: 20, services: 9 },
};

/** Firms that know their tariff: one discount, in yuan, so that ratios agree between the lots of a tender to the last digit. */
const TENDERS: MarketLaw = { ...PLAIN, lots: 50, regulars: 8, grids: [1, 100] };

/** Honest markets of every kind; three regulars meet as often as a ring in all of them. */
export const HONEST: readonly HonestCell[] = [
  ...LAWS.map((law) => ({ name: law, law: { ...PLAIN, law } })),
  ...[0.02, 0.3].map((spread) => ({ name: `spread ${100 * spread} %`, law: { ...PLAIN, spread } })),
  { name: 'firm effects 10 % over a spread of 2 %', law: { ...PLAIN, firmEffects: 0.1, spread: 0.02 } },
  { name: 'firm effects of 2 % over a spread of 10 %', law: { ...PLAIN, firmEffects: 0.02 } },
  { name: 'no firm effects', law: { ...PLAIN, firmEffects: 0 } },
  {
    name: 'cut at the ceiling, firm effects 10 %',
    law: { ...PLAIN, law: 'cut at ceiling', firmEffects: 0.1, spread: 0.05 },
  },
  { name: 'roundings of 1 or 10 000 yuan', law: { ...PLAIN, grids: [1, 10_000] } },
  { name: '1 to 20 bids', law: { ...PLAIN, bids: [1, 20], lots: 40 } },
  { name: 'half of the firms come or go', law: { ...PLAIN, turnover: 0.5 } },
  { name: 'few lots', law: { ...PLAIN, lots: 20 } },
  { name: '20 lots of regulars', law: { ...PLAIN, regulars: 20 } },
  { name: 'fixed price, panels sd 3', law: { ...FIXED, panels: 3 } },
  { name: 'fixed price, panels sd 5', law: { ...FIXED, panels: 5 } },
  { name: 'fixed price, panels sd 5, outsiders', law: { ...FIXED, panels: 5, regularsOpen: true, regulars: 20 } },
  { name: 'county of eight', law: { ...PLAIN, ...COUNTY } },
  { name: 'county of eight, firm effects 10 %', law: { ...PLAIN, ...COUNTY, firmEffects: 0.1, spread: 0.05 } },
  { name: 'county of eight, fixed price, panels sd 3', law: { ...FIXED, ...COUNTY, panels: 3 } },
  {
    name: 'tenders of 4 to 8 lots, one discount a firm, one panel sd 3',
    law: { ...TENDERS, tenders: 'any lots', panels: 3 },
  },
  { name: 'tenders of 4 to 8 lots, at most one lot each', law: { ...TENDERS, tenders: 'one lot each' } },
  {
    name: 'tenders of 4 to 8 lots, fixed price, at most one lot each, panels sd 3',
    law: { ...FIXED, lots: 50, regulars: 8, tenders: 'one lot each', panels: 3 },
  },
  { name: 'who served last has 6 points more', law: { ...FIXED, places: { ...PLACES, incumbency: 6 } } },
  {
    name: 'who served last has 6 points more, county of eight',
    law: { ...FIXED, ...COUNTY, places: { ...PLACES, incumbency: 6 } },
  },
  {
    name: 'buyers buy in one order, who served last has 8 points more',
    law: { ...FIXED, regulars: 15, places: { ...PLACES, incumbency: 8, yearly: true } },
  },
  {
    name: 'panels of buyers sd 4, regulars at one buyer',
    law: { ...FIXED, panels: 2, places: { ...PLACES, severity: 4, home: true } },
  },
  {
    name: 'ceilings of buyers sd 10 %, regulars at one buyer',
    law: {
      ...PLAIN,
      law: 'cut at ceiling',
      firmEffects: 0.1,
      spread: 0.05,
      places: { ...PLACES, ceilings: 0.1, home: true },
    },
  },
  {
    name: 'ceilings of buyers sd 10 %, regulars at one buyer, one rounding',
    law: { ...PLAIN, law: 'cut at ceiling', grids: [1], places: { ...PLACES, ceilings: 0.1, home: true } },
  },
  {
    name: 'buyers differ in all, regulars at one buyer, county of eight',
    law: {
      ...PLAIN,
      ...COUNTY,
      law: 'cut at ceiling',
      places: { severity: 4, ceilings: 0.1, incumbency: 6, home: true },
    },
  },
  { name: 'one bureau, eleven services in one order every November, who served last has 8 points more', law: BUREAU },
  { name: 'the same, each lot says which service it is for', law: TOLD },
  { name: 'firm effects 20 %', law: { ...PLAIN, firmEffects: 0.2 } },
  { name: 'three bureaus renew told services every November, who served last has 8 points more', law: BUREAUS },
  { name: 'three bureaus renew told services, 20 points more, next to nobody but the regulars', law: ALONE },
  {
    name: 'one agent rejects 60 % of all bids, one firm in ten is careful',
    law: { ...PLAIN, regulars: 20, habits: { agents: 5, strict: 0.6, givesUp: 0 } },
  },
  ...[0.6, 0.7, 0.8, 0.9].map((strict) => ({
    name: `one agent rejects ${100 * strict} % of all bids, one firm is careful, county of eight`,
    law: { ...PLAIN, ...COUNTY, habits: { agents: 5, strict, givesUp: 0 } },
  })),
  {
    name: 'one agent rejects 80 % of all bids in half of its lots, one firm is careful, county of eight',
    law: { ...PLAIN, ...COUNTY, habits: { agents: 5, strict: 0.8, givesUp: 0, hard: 0.5 } },
  },
  {
    name: 'one agent rejects 80 % of all bids, nine in ten that lost stay away, county of eight',
    law: { ...PLAIN, ...COUNTY, habits: { agents: 5, strict: 0.8, givesUp: 0.9 } },
  },
  {
    name: 'nine in ten that lost stay away, county of eight',
    law: { ...PLAIN, ...COUNTY, lots: 60, habits: { agents: 5, strict: 0.05, givesUp: 0.9 } },
  },
  {
    name: 'one agent rejects 80 % of all bids in those of its lots that the careful firm chooses, a third, county of eight',
    law: { ...PLAIN, ...COUNTY, habits: { agents: 5, strict: 0.8, givesUp: 0, hard: 1 / 3, chosen: true } },
    alike: true,
  },
];

export interface PlantedCell {
  name: string;
  law: MarketLaw;
  scheme: Scheme;
  /** Recall asked for; null = printed, no mark. */
  mark: number | null;
  /** Set where recall is that of a lot rule, per lot. */
  lotRule?: 'C05';
  /** How many times as many markets are drawn as of other rows: the mark lies within what their number varies by. */
  times?: number;
}

const FINE: MarketLaw = { ...PLAIN, grids: [100] };

function scheme(name: Scheme['name'], members: number, lots: number, turns: Turns, weakened?: number): Scheme {
  return { name, members, lots, turns, ...(weakened === undefined ? {} : { weakened }) };
}

const weak = (lots: number, turns: Turns, share?: number): Scheme => scheme('weak covers', 3, lots, turns, share);

const covers = (members: number, lots: number, turns: Turns, firmEffects: number): PlantedCell => ({
  name: `cover bids, ${firmEffects === 0 ? 'equal costs' : 'firm effects 10 %'}, n = ${members}, T = ${lots}, ${turns === 'one' ? 'one winner' : `turns ${turns}`}`,
  law: { ...PLAIN, firmEffects, grids: MIXED, bids: [3, Math.max(5, members + 2)] },
  scheme: scheme('cover bids', members, lots, turns),
  mark: 0.95,
});

export const PLANTED: readonly PlantedCell[] = [
  { name: 'fixed prices, covers weaken, T = 12', law: FIXED, scheme: weak(12, 'anew'), mark: 0.7 },
  {
    name: 'fixed prices, covers weaken, T = 20',
    law: { ...FIXED, regulars: 20 },
    scheme: weak(20, 'anew'),
    mark: 0.85,
  },
  { name: 'the same, T = 12, half of them weaken', law: FIXED, scheme: weak(12, 'anew', 0.5), mark: null },
  { name: 'the same, T = 20, half of them weaken', law: FIXED, scheme: weak(20, 'anew', 0.5), mark: null },
  { name: 'the same, T = 12, panels sd 3', law: { ...FIXED, panels: 3 }, scheme: weak(12, 'anew'), mark: null },
  { name: 'the same, T = 12, county of eight', law: { ...FIXED, ...COUNTY }, scheme: weak(12, 'anew'), mark: null },
  {
    name: 'covers at the ceiling, T = 8',
    law: PLAIN,
    scheme: scheme('covers at the ceiling', 3, 8, 'random'),
    mark: 0.9,
  },
  {
    name: 'covers at the ceiling, T = 12',
    law: PLAIN,
    scheme: scheme('covers at the ceiling', 3, 12, 'random'),
    mark: 0.9,
  },
  { name: 'rivals disqualified, T = 8', law: PLAIN, scheme: scheme('rivals disqualified', 3, 8, 'one'), mark: 0.95 },
  covers(3, 8, 'random', 0),
  covers(3, 8, 'one', 0),
  covers(5, 8, 'random', 0),
  covers(8, 8, 'steady', 0.1),
  covers(5, 12, 'steady', 0.1),
  covers(4, 16, 'steady', 0.1),
  { ...covers(3, 12, 'steady', 0.1), mark: null },
  { ...covers(5, 12, 'one', 0.1), mark: null },
  ...[3, 4, 5, 6].map((members) => ({
    name: `rotation of ${members}, unbroken, 12 awards`,
    law: FIXED,
    scheme: scheme('rotation', members, 12, 'steady'),
    mark: 0.95,
  })),
  ...[3, 4, 5, 6].map((members) => ({
    name: `rotation of ${members}, one turn in ten broken, 16 awards`,
    law: FIXED,
    scheme: scheme('rotation', members, 16, 'broken'),
    mark: 0.9,
    times: 6,
  })),
  { name: 'order drawn anew each round, 12 awards', law: FIXED, scheme: scheme('rotation', 3, 12, 'anew'), mark: null },
  {
    name: 'fixed steps at n = 4, one lot, grid ≤ 1/40 of the step',
    law: { ...PLAIN, grids: [50] },
    scheme: scheme('fixed steps', 4, 5, 'random'),
    mark: 0.95,
    lotRule: 'C05',
  },
  {
    name: 'fixed steps at n = 3, pooled over 5 lots',
    law: FINE,
    scheme: scheme('fixed steps', 3, 5, 'random'),
    mark: 0.95,
  },
  { name: 'same discount, 3 lots', law: FINE, scheme: scheme('same discount', 3, 3, 'one'), mark: 0.8 },
  { name: 'same discount, 5 lots', law: FINE, scheme: scheme('same discount', 3, 5, 'one'), mark: 0.8 },
  {
    name: 'loser as subcontractor, 6 lots',
    law: PLAIN,
    scheme: scheme('loser as subcontractor', 3, 6, 'random'),
    mark: 0.8,
  },
  {
    name: 'withdrawal for a friend, 6 lots',
    law: PLAIN,
    scheme: scheme('withdrawal for a friend', 3, 6, 'one'),
    mark: 0.8,
  },
  {
    name: 'withdrawal for a friend, 8 lots',
    law: PLAIN,
    scheme: scheme('withdrawal for a friend', 3, 8, 'one'),
    mark: 0.8,
  },
  { name: 'territories, 12 lots', law: PLAIN, scheme: scheme('territories', 3, 12, 'random'), mark: 0.8 },
  { name: 'favourite of a buyer, 12 lots', law: PLAIN, scheme: scheme('favourite', 3, 12, 'one'), mark: null },
  {
    name: 'designated winner, independent margins, T = 12',
    law: PLAIN,
    scheme: scheme('independent margins', 3, 12, 'one'),
    mark: null,
  },
  ...[TOLD, BUREAU].map((law) => ({
    name: `rotation of 3 over five years at one bureau, four services, 20 awards, services ${law === TOLD ? 'told' : 'not told'}`,
    law,
    scheme: scheme('rotation', 3, 20, 'steady'),
    mark: null,
  })),
  ...[18, 24].map((lots) => ({
    name: `territories among three bureaus that renew told services, ${lots} lots`,
    law: { ...BUREAUS, regulars: 15 },
    scheme: scheme('territories', 3, lots, 'random'),
    mark: 0.8,
  })),
  ...[6, 8].map((lots) => ({
    name: `rivals disqualified, T = ${lots}, county of eight`,
    law: { ...PLAIN, ...COUNTY },
    scheme: scheme('rivals disqualified', 3, lots, 'one'),
    mark: null,
  })),
  ...(['passed over', 'between'] as const).map((turns) => ({
    name: `rotation of 3, ${turns === 'between' ? 'one lot in ten between that anybody of them wins' : 'one turn in ten passed over'}, 16 awards`,
    law: FIXED,
    scheme: scheme('rotation', 3, 16, turns),
    mark: null,
  })),
];
