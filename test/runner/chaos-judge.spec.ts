import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judge, type History } from '../../bench/chaos/judge.js';
import { toRows } from '../../bench/chaos/rows.js';

/** A history in which everything was kept: some requests about a few roots, a feed, and a reader who sees a part of it. */
const kept: fc.Arbitrary<History> = fc
  .record({
    roots: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 40 }),
    events: fc.integer({ min: 2, max: 60 }),
    sees: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ roots, events, sees }) => {
    const stored = roots.map((root, i) => ({ key: `k${i}`, root }));
    const positions = Array.from({ length: events }, (_, i) => i + 1);
    const there = positions.filter((position) => position % sees === 0 || position === events);
    return { stored, positions, acknowledged: stored, readings: [{ reader: 'r', read: there, there }], waiting: [] };
  });
const change = (history: History, changes: Partial<History>): History => ({ ...history, ...changes });
const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);
const pick = (list: readonly unknown[], seed: number): number => seed % list.length;
const seeds = fc.nat(1_000_000);

describe('the judge of a history', () => {
  it('finds nothing where everything was kept, also where more was stored than was acknowledged', () => {
    fc.assert(
      fc.property(kept, seeds, (history, seed) => {
        const none = { lost: [], doubled: [], reordered: [], stuck: [] };
        expect(judge(history)).toEqual(none);
        const { acknowledged } = history;
        expect(judge(change(history, { acknowledged: without(acknowledged, pick(acknowledged, seed)) }))).toEqual(none);
      }),
    );
  });

  it('names what was acknowledged and is gone, and an event that a reader never got', () => {
    fc.assert(
      fc.property(kept, seeds, (history, seed) => {
        const { stored, readings } = history;
        const gone = pick(stored, seed);
        expect(judge(change(history, { stored: without(stored, gone) })).lost).toEqual([
          `k${gone} was acknowledged and is not there`,
        ]);
        const [{ read, there }] = readings as [(typeof readings)[0]];
        const missed = pick(read, seed);
        const missing = [{ reader: 'r', read: without(read, missed), there }];
        expect(judge(change(history, { readings: missing })).lost).toEqual([`r was never given ${read[missed]}`]);
      }),
    );
  });

  it('names what stands there twice, and an event that came twice', () => {
    fc.assert(
      fc.property(kept, seeds, (history, seed) => {
        const { stored, readings } = history;
        const twice = stored[pick(stored, seed)] as (typeof stored)[0];
        expect(judge(change(history, { stored: [...stored, twice] })).doubled).toEqual([
          `${twice.key} stands there twice`,
        ]);
        const [{ read, there }] = readings as [(typeof readings)[0]];
        const again = [{ reader: 'r', read: [...read, read.at(-1) as number], there }];
        expect(judge(change(history, { readings: again })).doubled).toEqual([`r was given ${read.at(-1)} twice`]);
      }),
    );
  });

  it('names what stands in another order than it was acknowledged, a position that is left out, and an event that came late', () => {
    fc.assert(
      fc.property(kept, (history) => {
        const { stored, positions } = history;
        const first = stored[0] as (typeof stored)[0];
        const moved = change(history, { stored: [...stored.slice(1), first] });
        const isAlone = stored.filter(({ root }) => root === first.root).length === 1;
        expect(judge(moved).reordered.length > 0).toBe(!isAlone);
        expect(judge(change(history, { positions: without(positions, 0) })).reordered.length).toBeGreaterThan(0);
        const late = [{ reader: 'r', read: [2, 1], there: [1, 2] }];
        expect(judge(change(history, { readings: late })).reordered).toEqual(['r was given 1 behind 2']);
      }),
    );
  });

  it('names what still waits', () => {
    const history = { stored: [], acknowledged: [], positions: [], readings: [], waiting: ['2 failed jobs'] };
    expect(judge(history)).toEqual({ lost: [], doubled: [], reordered: [], stuck: ['2 failed jobs'] });
  });
});

describe('the table of a run', () => {
  const run = {
    found: { lost: 0, doubled: 2 },
    ...{ minutes: 3.04, asked: 3, of: 'all of it' },
    happened: { 'network cut': 7, 'queue store cut off': 0 },
    leftOut: ['clocks (libfaketime is not installed)'],
  };

  it('says how many minutes it was, and of each kind of fault how often, also of those that never came', () => {
    expect(toRows(run).map(({ what, count, mark }) => [what, count, mark])).toEqual([
      ['lost', 0, 0],
      ['doubled', 2, 0],
      ['minutes under faults', '3.0', 3],
      ['fault: network cut', 7, '–'],
      ['fault: queue store cut off', 0, '–'],
      ['fault, left out: clocks (libfaketime is not installed)', '–', '–'],
    ]);
  });

  it('fails the run by what must be none, and by nothing else', () => {
    expect(toRows(run).filter(({ fails }) => fails)).toMatchObject([{ what: 'doubled', ok: false }]);
    expect(toRows({ ...run, found: { lost: 0 } }).some(({ fails }) => fails)).toBe(false);
  });
});
