import { describe, expect, it } from '@jest/globals';
import { HONEST } from '../../../bench/detection/cells.js';
import { honestMarket, PLAIN } from '../../../bench/detection/markets.js';
import { plantedMarket } from '../../../bench/detection/schemes.js';
import { addTallies, runTask } from '../../../bench/detection/trial.js';
import { createRandom, shuffle } from '../statistics/random.js';
import { computeBaseline, emptyBaseline } from './baseline.rules.js';
import { candidateGroups } from './candidate-groups.js';
import { GROUP_RULES } from './group-rules.js';
import { screenMarket } from './screen-market.js';
import type { GroupFinding, GroupRule, MarketLot } from './screening-types.js';

const BASELINE = emptyBaseline('5e'.repeat(32));
const random = createRandom('1d'.repeat(32));
const { lots } = plantedMarket(
  { ...PLAIN, lots: 60 },
  { name: 'cover bids', members: 4, lots: 12, turns: 'steady' },
  createRandom('2c'.repeat(32)),
);
const screen = (market: readonly MarketLot[]) => screenMarket(market, GROUP_RULES, BASELINE, { q: 0.05 });

describe('a screening', () => {
  const first = screen(lots);

  it('is the same for the same lots, whatever their order and that of their bids', () => {
    for (let i = 0; i < 3; i += 1) {
      const mixed = shuffle(
        lots.map((lot) => ({ ...lot, bids: shuffle([...lot.bids], random) })),
        random,
      );
      expect(screen(mixed)).toEqual(first);
    }
    expect(screen(structuredClone(lots))).toEqual(first);
    expect(screen([...lots, ...lots.slice(0, 7)])).toEqual(first);
  });

  it('does not hang on how firms are called', () => {
    const rename = (firm: string): string => `Z${String(997 - Number(firm.slice(1))).padStart(4, '0')}`;
    const renamed = lots.map((lot) => ({
      ...lot,
      bids: lot.bids.map((bid) => ({
        ...bid,
        bidder: rename(bid.bidder),
        ...(bid.subcontractors === undefined ? {} : { subcontractors: bid.subcontractors.map(rename) }),
      })),
    }));
    const summary = (
      findings: readonly { rule: string; members: readonly string[]; p: number | null; state: string }[],
      name: (firm: string) => string,
    ) =>
      findings
        .map(
          ({ rule, members, p, state }) =>
            `${rule} ${members.map(name).sort().join()} ${p?.toPrecision(6) ?? ''} ${state}`,
        )
        .sort();
    expect(summary(screen(renamed).findings, (firm) => firm)).toEqual(summary(first.findings, rename));
  });

  it('gives every finding a share of one budget', () => {
    const sum = first.findings.reduce((total, { weight }) => total + weight, 0);
    expect(sum).toBeCloseTo(1, 9);
    const counted = first.findings.filter(({ weight }) => weight > 0);
    expect(first.screened).toBe(counted.length);
    for (const [id, n] of Object.entries(first.screenedByRule))
      expect([id, n]).toEqual([id, counted.filter(({ rule }) => rule === id).length]);
    expect(Object.keys(first.screenedByRule).sort()).toEqual([...new Set(counted.map(({ rule }) => rule))].sort());
  });

  it('costs nothing for what could never trigger', () => {
    const rule = (id: string, ps: readonly [p: number, smallest: number][]): GroupRule => ({
      id,
      version: 1,
      triggers: true,
      screen: () => ps.map(([p, smallestP], i) => ({ ...EMPTY, rule: id, members: [`${id}${i}`], p, smallestP })),
    });
    const alone = screenMarket(lots, [rule('A', [[0.009, 0.001]])], BASELINE, { q: 0.05 });
    const crowd = screenMarket(lots, [rule('A', [[0.009, 0.001]]), rule('B', [[0.5, 0.3]])], BASELINE, { q: 0.05 });
    expect(alone.findings[0]?.state).toBe('triggered');
    expect(crowd.findings.map(({ state }) => state)).toEqual(['triggered', 'insufficient_data']);
    const others = rule(
      'C',
      Array.from({ length: 9 }, () => [0.5, 0.001]),
    );
    const many = screenMarket(lots, [rule('A', [[0.009, 0.001]]), others], BASELINE, { q: 0.05 });
    expect(many.findings[0]?.state).toBe('triggered');
    const spread = screenMarket(
      lots,
      [rule('A', [[0.009, 0.001], ...Array.from({ length: 9 }, (): [number, number] => [0.5, 0.001])])],
      BASELINE,
      { q: 0.05 },
    );
    expect(spread.findings.map(({ state }) => state)).not.toContain('triggered');
  });
});

const EMPTY: GroupFinding = {
  rule: '',
  version: 1,
  scope: 'bidder',
  members: [],
  lots: [],
  n: 1,
  p: null,
  smallestP: null,
  statistic: { name: 'x', value: 0 },
  reason: null,
  figures: {},
};

describe('candidate groups', () => {
  it('are chosen by who bids alone: prices, scores and winners change nothing', () => {
    const bare = lots.map((lot) => ({
      ...lot,
      bids: lot.bids.map((bid) => ({ ...bid, price: null, technical: null, won: false, rank: null })),
    }));
    expect(candidateGroups(bare)).toEqual(candidateGroups(lots));
  });

  it('put those first who meet beyond their activity, and hold two to eight members', () => {
    const groups = candidateGroups(lots);
    const leaders = groups.slice(0, 2).map(({ members }) => members.join());
    expect(leaders.toSorted()).toEqual(['F000,F001,F002', 'F003,F004,F005,F006']);
    for (const { members, lots: shared } of groups) {
      expect(members.length).toBeGreaterThanOrEqual(2);
      expect(members.length).toBeLessThanOrEqual(8);
      expect(shared.length).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('a baseline', () => {
  it('is made of closed periods alone, the same in any order', () => {
    const made = computeBaseline(lots, { category: 'C', region: 'R1' }, '2025-07-01', 'ab'.repeat(32));
    const again = computeBaseline(
      shuffle([...lots], random),
      { category: 'C', region: 'R1' },
      '2025-07-01',
      'ab'.repeat(32),
    );
    expect(again).toEqual(made);
    expect(made.lots).toBe(lots.filter(({ day }) => day < '2025-07-01').length);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(made.spread).toBeGreaterThan(0.05);
    expect(emptyBaseline('ab'.repeat(32))).toMatchObject({ lots: 0, spread: null, firmEffects: {} });
  });
});

describe('honest markets', () => {
  const some = HONEST.map((_, cell) => cell).filter((cell) => cell % 3 === 0);

  it('trigger in at most one of twenty, all rules together, of a fixed seed', () => {
    const all = some
      .map((cell) => runTask({ kind: 'honest', cell, from: 0, to: 3, seed: 'a fixed seed' }))
      .reduce(addTallies);
    expect(all.markets).toBe(3 * some.length);
    expect(all.found).toBeLessThanOrEqual(2);
  });

  it('are the same whoever computes them, in parts or at once', () => {
    const task = { kind: 'honest' as const, cell: 14, seed: 'parts' };
    const parts = addTallies(runTask({ ...task, from: 0, to: 1 }), runTask({ ...task, from: 1, to: 3 }));
    expect(parts).toEqual(runTask({ ...task, from: 0, to: 3 }));
  });

  it('come from the law that was asked for', () => {
    const market = honestMarket({ ...PLAIN, lots: 10, regulars: 5 }, createRandom('3b'.repeat(32)));
    expect(market.lots.length).toBe(15);
    expect(new Set(market.lots.map(({ key }) => key)).size).toBe(15);
  });
});
