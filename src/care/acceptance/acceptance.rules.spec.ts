import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  deriveConcludedState,
  contradicts,
  isPossible,
  RESULTS,
  listCheckedStandards,
  TICKS,
  unproven,
  findMissingTicks,
  type Conclusion,
  type Tick,
  type TickResult,
} from './acceptance.rules.js';

const tick = (no: number, more: Partial<Tick> = {}): Tick => ({
  no,
  result: 'met',
  measured: null,
  note: null,
  documents: ['d'],
  records: [],
  ...more,
});
const STANDARDS = [
  { no: 1, text: '上门服务', target: 9600, unit: '人次' },
  { no: 2, text: '持证上岗' },
];
const found = (...results: TickResult[]) => results.map((result) => ({ result }));

describe('the items of an acceptance', () => {
  it('are the standards of the contract, or its service as a whole', () => {
    expect(listCheckedStandards({ standards: STANDARDS, requirement: '甲' })).toEqual(STANDARDS);
    expect(listCheckedStandards({ standards: [], requirement: '甲' })).toEqual([{ no: 1, text: '甲' }]);
    expect(listCheckedStandards({ standards: [], requirement: null })).toHaveLength(1);
  });

  it('are each ticked, and counted where the contract names a number', () => {
    expect(findMissingTicks(STANDARDS, [])).toEqual([
      { no: 1, field: 'result' },
      { no: 2, field: 'result' },
    ]);
    expect(findMissingTicks(STANDARDS, [tick(1), tick(2)])).toEqual([{ no: 1, field: 'measured' }]);
    expect(findMissingTicks(STANDARDS, [tick(1, { measured: '0' }), tick(2)])).toEqual([]);
  });

  it('are shown by a document, a record, or words where nothing was done', () => {
    const bare = { documents: [], records: [] };
    expect(unproven([tick(1), tick(2, { ...bare, records: ['r'] })])).toEqual([]);
    expect(unproven([tick(1, bare), tick(2, { ...bare, result: 'partly', note: '约半数' })])).toEqual([1, 2]);
    expect(unproven([tick(1, { ...bare, result: 'not_met' })])).toEqual([1]);
    expect(unproven([tick(1, { ...bare, result: 'not_met', note: '未开展' })])).toEqual([]);
  });
});

const ALL: Conclusion[] = RESULTS.flatMap((result) => [false, true].map((part) => ({ result, part })));
const fitting = (items: TickResult[], ended: boolean): Conclusion[] =>
  ALL.filter((c) => isPossible(c, ended) && !contradicts(c, found(...items), ended));
const named = ({ result, part }: Conclusion): string => (part ? `${result} in part` : result);

describe('the result of an acceptance', () => {
  it.each<[string, TickResult[], string[], string[]]>([
    ['all met', ['met', 'met'], ['passed'], ['passed in part']],
    ['one partly', ['met', 'partly'], ['passed in part', 'rectify'], ['passed in part']],
    ['one not', ['met', 'not_met'], ['passed in part', 'rectify', 'failed'], ['passed in part', 'failed']],
    ['none', ['not_met', 'not_met'], ['rectify', 'failed'], ['failed']],
  ])('follows from the items: %s', (_, items, delivered, ended) => {
    expect(fitting(items, false).map(named)).toEqual(delivered);
    expect(fitting(items, true).map(named)).toEqual(ended);
  });

  it('there is always one, and none that says all where something is wanting', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...TICKS), { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        (items, ended) => {
          const found = fitting(items, ended);
          expect(found.length).toBeGreaterThan(0);
          expect(found.map(named).includes('passed')).toBe(!ended && items.every((item) => item === 'met'));
          for (const conclusion of found) {
            const after = deriveConcludedState(conclusion, ended);
            expect(after === 'accepted').toBe(named(conclusion) === 'passed');
            expect(ended ? ['part_accepted', null] : ['accepted', 'part_accepted', 'active', 'terminated']).toContain(
              after,
            );
          }
        },
      ),
    );
  });
});
