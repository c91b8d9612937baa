import { createHash } from 'node:crypto';
import { C05 } from '../../src/watch/indicators/c05-regular-prices.js';
import { C11 } from '../../src/watch/indicators/c11-identical-prices.js';
import type { LotFacts } from '../../src/watch/facts/fact-types.js';
import { NOTHING_ELSE } from '../honest-lots.js';
import { emptyBaseline } from '../../src/watch/screening/baseline.rules.js';
import { GROUP_RULES } from '../../src/watch/screening/group-rules.js';
import { screenMarket } from '../../src/watch/screening/screen-market.js';
import type { MarketLot, ScreenedFinding } from '../../src/watch/screening/screening-types.js';
import { createRandom, type Random } from '../../src/watch/statistics/random.js';
import { HONEST, PLANTED } from './cells.js';
import { COMPARISONS } from './comparison.js';
import { habitMarket } from './habits.js';
import { honestMarket, type Market, type MarketLaw } from './markets.js';
import { placedMarket } from './places.js';
import { markPublished } from './published.js';
import { plantedMarket } from './schemes.js';
import { tenderMarket } from './tenders.js';

/** Of the markets without a scheme in which anything triggers, and of what triggers, at most this share. */
export const LEVEL = 0.05;

export const LOT_RULES = [C05, C11] as const;

/** What was counted over some markets of one cell. */
export interface Tally {
  markets: number;
  /** Markets with any group rule triggered; for planted ones: in which the ring was found. */
  found: number;
  /** Planted: markets in which somebody else was named. */
  others: number;
  /** Planted: findings about the ring, and about anybody else. */
  ofRing: Findings;
  ofOthers: Findings;
  /** Planted: over the markets, the sum of the share of false ones among what triggered; 0 where nothing did. */
  falseShares: number;
  /** Markets in which each rule triggered (planted: on the ring). */
  byRule: Record<string, number>;
  /** Lots, and those on which each lot rule triggered (planted: of the ring's lots only). */
  lots: number;
  byLotRule: Record<string, number>;
  /** Markets in which each comparison marks the group. */
  byComparison: Record<string, number>;
}

/** How many were judged, and how many of them triggered. */
interface Findings {
  screened: number;
  triggered: number;
}

export function emptyTally(): Tally {
  return {
    ...{ markets: 0, found: 0, others: 0, falseShares: 0, lots: 0 },
    ...{ ofRing: { screened: 0, triggered: 0 }, ofOthers: { screened: 0, triggered: 0 } },
    ...{ byRule: {}, byLotRule: {}, byComparison: {} },
  };
}

export function addTallies(a: Tally, b: Tally): Tally {
  const sum = (x: Record<string, number>, y: Record<string, number>): Record<string, number> =>
    Object.fromEntries(
      [...new Set([...Object.keys(x), ...Object.keys(y)])].map((key) => [key, (x[key] ?? 0) + (y[key] ?? 0)]),
    );
  return {
    markets: a.markets + b.markets,
    found: a.found + b.found,
    others: a.others + b.others,
    ofRing: addFindings(a.ofRing, b.ofRing),
    ofOthers: addFindings(a.ofOthers, b.ofOthers),
    falseShares: a.falseShares + b.falseShares,
    byRule: sum(a.byRule, b.byRule),
    lots: a.lots + b.lots,
    byLotRule: sum(a.byLotRule, b.byLotRule),
    byComparison: sum(a.byComparison, b.byComparison),
  };
}

const addFindings = (a: Findings, b: Findings): Findings => ({
  screened: a.screened + b.screened,
  triggered: a.triggered + b.triggered,
});

export interface Task {
  kind: 'honest' | 'planted';
  cell: number;
  from: number;
  to: number;
  seed: string;
}

/** The markets of one cell from number `from` to `to`: each has a stream of its own, whoever computes it. */
export function runTask({ kind, cell, from, to, seed }: Task): Tally {
  const tally = emptyTally();
  for (let no = from; no < to; no += 1) {
    const hash = createHash('sha256').update(`${seed}|${kind}|${cell}|${no}`).digest('hex');
    if (kind === 'honest') countHonest(tally, cell, createRandom(hash), hash);
    else countPlanted(tally, cell, createRandom(hash), hash);
  }
  return tally;
}

function countHonest(tally: Tally, cell: number, random: Random, hash: string): void {
  const law = HONEST[cell]?.law;
  if (law === undefined) return;
  const { lots } = drawHonest(law)(law, random);
  const triggered = screen(lots, hash).filter(isTriggered);
  tally.markets += 1;
  if (triggered.length > 0) tally.found += 1;
  countRules(tally, triggered);
  countLots(tally, lots);
  const regulars = ['F000', 'F001', 'F002'];
  const own = lots.filter(({ bids }) => regulars.every((firm) => bids.some(({ bidder }) => bidder === firm)));
  countComparisons(tally, { market: lots, own, members: regulars, hash });
}

function drawHonest({ tenders, places, habits }: MarketLaw): (law: MarketLaw, random: Random) => Market {
  if (tenders !== undefined) return tenderMarket;
  if (habits !== undefined) return habitMarket;
  return places === undefined ? honestMarket : placedMarket;
}

function countPlanted(tally: Tally, cell: number, random: Random, hash: string): void {
  const planted = PLANTED[cell];
  if (planted === undefined) return;
  const { lots, ring } = plantedMarket(planted.law, planted.scheme, random);
  const screened = screen(lots, hash);
  const ofRing = screened.filter(({ members }) => namesRing(members, ring));
  const ofOthers = screened.filter(({ members }) => !namesRing(members, ring));
  const own = ofRing.filter(isTriggered);
  const others = ofOthers.filter(isTriggered).length;
  tally.markets += 1;
  if (own.length > 0) tally.found += 1;
  if (others > 0) tally.others += 1;
  tally.ofRing = addFindings(tally.ofRing, { screened: ofRing.length, triggered: own.length });
  tally.ofOthers = addFindings(tally.ofOthers, { screened: ofOthers.length, triggered: others });
  tally.falseShares += others / Math.max(1, own.length + others);
  countRules(tally, own);
  const planned = lots.filter(({ key }) => key.startsWith('R'));
  countLots(tally, planned);
  countComparisons(tally, { market: lots, own: planned, members: ring, hash });
}

/** What was judged: each has a share of the error budget. */
function screen(lots: readonly MarketLot[], hash: string): ScreenedFinding[] {
  const { findings } = screenMarket(lots, GROUP_RULES, emptyBaseline(hash), { q: LEVEL });
  return findings.filter(({ weight }) => weight > 0);
}

const isTriggered = ({ state }: ScreenedFinding): boolean => state === 'triggered';

/** Members of the ring alone, or the whole ring with one more. */
export function namesRing(members: readonly string[], ring: readonly string[]): boolean {
  if (members.length === 0) return false;
  return members.every((firm) => ring.includes(firm)) || ring.every((firm) => members.includes(firm));
}

function countRules(tally: Tally, findings: readonly ScreenedFinding[]): void {
  for (const id of new Set(findings.map(({ rule }) => rule))) tally.byRule[id] = (tally.byRule[id] ?? 0) + 1;
}

function countLots(tally: Tally, lots: readonly MarketLot[]): void {
  for (const lot of lots) {
    tally.lots += 1;
    for (const rule of LOT_RULES)
      if (rule.evaluate(toFacts(lot), '0'.repeat(64)).state === 'triggered')
        tally.byLotRule[rule.id] = (tally.byLotRule[rule.id] ?? 0) + 1;
  }
}

/** A group in its market, and the hash of that market. */
interface Named {
  market: readonly MarketLot[];
  own: readonly MarketLot[];
  members: readonly string[];
  hash: string;
}

/** The rules of others on the group's own lots, which they are told: ours have to find them. */
function countComparisons(tally: Tally, { market, own, members, hash }: Named): void {
  const marked = COMPARISONS.flatMap(({ id, marks }) => (marks(own, members) ? [id] : []));
  for (const id of [...marked, ...markPublished(market, own, members, hash)])
    tally.byComparison[id] = (tally.byComparison[id] ?? 0) + 1;
}

/** A lot as the lot rules read it. */
function toFacts(lot: MarketLot): LotFacts {
  return {
    subject: { type: 'lot', id: lot.key, key: lot.key },
    asOf: '2026-01-01',
    conflicts: [],
    method: 'COMPETITIVE_CONSULTATION',
    pricing: lot.pricing,
    startedOn: lot.day,
    ceiling: lot.ceiling,
    bidCount: lot.bids.length,
    bids: lot.bids.map(({ bidder, price }) => ({
      key: bidder,
      record: `bid:${bidder}`,
      bidder,
      price,
      items: null,
      registration: null,
    })),
    ...NOTHING_ELSE,
  };
}
