import { describe, expect, it } from '@jest/globals';
import { handedIn, lotFacts, SEED } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { LotFacts } from '../facts/fact-types.js';
import type { MeetingFacts } from '../facts/handed-in-facts.js';
import { createRandom } from '../statistics/random.js';
import { C09 } from './c09-in-one-order.js';

/** Minutes after nine at which each of them came in. */
type Times = Readonly<Record<string, number>>;
const instant = (day: number, minutes: number): string =>
  new Date(Date.UTC(2024, 0, day, 1, 0) + minutes * 60_000).toISOString();
const meeting = (no: number, times: Times, change: Partial<MeetingFacts> = {}): MeetingFacts => ({
  key: `t${no}/1`,
  record: `lot:l${no}`,
  purchase: `t${no}`,
  receipts: Object.entries(times).map(([key, minutes]) => ({ key, at: instant(no, minutes) })),
  whole: true,
  ...change,
});
const judge = (own: Times, before: readonly MeetingFacts[], change: Partial<LotFacts> = {}) => {
  const names = Object.keys(own);
  return assess(
    C09,
    lotFacts(
      names.map(() => 100),
      {
        subject: { type: 'lot', id: 'own', key: 'own/1' },
        handedIn: names.map((name) =>
          handedIn(name, 100, { received: { first: null, standing: instant(60, own[name] ?? 0) } }),
        ),
        meetings: before,
        ...change,
      },
    ),
  );
};
/** A, then B two minutes later, then C an hour later. */
const IN_ORDER: Times = { A: 0, B: 2, C: 62 };
const meetings = (count: number, times: Times): MeetingFacts[] =>
  Array.from({ length: count }, (_, i) => meeting(i + 1, times));

describe('C09', () => {
  it('finds one that comes right after the other in purchase after purchase', () => {
    // Of six ordered pairs one is the near one: p = 6 · (1/6)^T, which is 0.0278 at T = 3 and 0.00463 at T = 4.
    expect(judge(IN_ORDER, meetings(2, IN_ORDER))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'few_meetings', meetings: 3, smallestP: '0.0277778' },
    });
    const found = judge(IN_ORDER, meetings(3, IN_ORDER));
    expect(found).toMatchObject({ state: 'triggered', severity: 'notice', pValue: '0.00462963' });
    expect(found.explanation.en).toContain('In 4 of the 4 purchases in which both bid, B came right after A');
    expect(found.evidence).toHaveLength(8);
  });

  it('finds nothing in a rush before the deadline', () => {
    const rush: Times = { A: 50, B: 52, C: 54, D: 57, E: 59 };
    const turned = [
      { B: 50, A: 52, C: 54, D: 57, E: 59 },
      { C: 50, B: 52, E: 54, A: 57, D: 59 },
      { D: 50, C: 52, A: 54, E: 57, B: 59 },
      { E: 50, D: 52, B: 54, C: 57, A: 59 },
      { A: 50, E: 52, D: 54, B: 57, C: 59 },
      { C: 50, A: 52, D: 54, B: 57, E: 59 },
    ].map((times, i) => meeting(i + 1, times));
    expect(judge(rush, turned)).toMatchObject({ state: 'clear' });
  });

  it('counts the lots of one purchase once', () => {
    const lots = meetings(6, IN_ORDER).map((each, i) => ({ ...each, key: `t1/${i}`, purchase: 't1' }));
    expect(judge(IN_ORDER, lots)).toMatchObject({ state: 'insufficient_data', reason: { meetings: 2 } });
    const ofOwn = meetings(6, IN_ORDER).map((each) => ({ ...each, purchase: 'own' }));
    expect(judge(IN_ORDER, ofOwn)).toMatchObject({ reason: { meetings: 1 } });
  });

  it('leaves out purchases of which a receipt is not known, and does not know without its own', () => {
    const parts = meetings(6, IN_ORDER).map((each) => ({ ...each, whole: false }));
    expect(judge(IN_ORDER, parts)).toMatchObject({ reason: { code: 'few_meetings' } });
    const day = { received: { first: null, standing: '2024-03-01' } };
    const coarse = [handedIn('A', 1, day), handedIn('B', 1, day)];
    expect(judge(IN_ORDER, [], { handedIn: coarse, bidCount: 2 })).toMatchObject({ reason: { missing: ['receipts'] } });
    expect(judge(IN_ORDER, [], { bidCount: 5 })).toMatchObject({ reason: { missing: ['receipts'] } });
  });

  it('does not apply to a single source, or to one bidder', () => {
    expect(judge({ A: 0 }, [])).toMatchObject({ state: 'not_applicable', reason: { code: 'one_bidder' } });
    expect(judge(IN_ORDER, [], { method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'not_applicable' });
  });

  it('fires on at most one honest lot of a hundred, also where all come in within the last hour', () => {
    const random = createRandom(SEED);
    const draw = (): Times => Object.fromEntries(['A', 'B', 'C', 'D'].map((name) => [name, 60 * random()]));
    const lots = 600;
    let fired = 0;
    for (let i = 0; i < lots; i += 1) {
      const before = Array.from({ length: 9 }, (_, no) => meeting(no + 1, draw()));
      if (judge(draw(), before).state === 'triggered') fired += 1;
    }
    expect(fired).toBeLessThanOrEqual(lots / 100);
  });
});
