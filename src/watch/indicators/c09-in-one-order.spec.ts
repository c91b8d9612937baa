import { describe, expect, it } from '@jest/globals';
import { handedIn, lotFacts, recorded, SEED } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { LotFacts } from '../facts/fact-types.js';
import type { MeetingFacts } from '../facts/handed-in-facts.js';
import { createRandom } from '../statistics/random.js';
import { C09 } from './c09-in-one-order.js';

/** Minutes after nine at which each of them came in. */
type Times = Readonly<Record<string, number>>;
/** Bids are due at five in the afternoon. */
const DUE = 480;
const instant = (day: number, minutes: number): string =>
  new Date(Date.UTC(2024, 0, day, 1, 0) + minutes * 60_000).toISOString();
const meeting = (no: number, times: Times, change: Partial<MeetingFacts> = {}): MeetingFacts => ({
  key: `t${no}/1`,
  record: `lot:l${no}`,
  purchase: `t${no}`,
  deadline: instant(no, DUE),
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
        deadline: recorded(instant(60, DUE), 'notice', 'fact:n1'),
        meetings: before,
        ...change,
      },
    ),
  );
};
/** A, then B two minutes later, then C hours later. */
const IN_ORDER: Times = { A: 0, B: 2, C: 401 };
/** Purchases in which they come so, the two each time a quarter of an hour later, the third at an hour of its own. */
const meetings = (count: number, times: Times, later = 15): MeetingFacts[] =>
  Array.from({ length: count }, (_, i) =>
    meeting(
      i + 1,
      Object.fromEntries(Object.entries(times).map(([key, at]) => [key, key === 'C' ? at : at + later * (i + 1)])),
    ),
  );

describe('C09', () => {
  it('finds one that comes right after the other in purchase after purchase', () => {
    // Of six ordered pairs one is the near one: p = 6 · (1/6)^T by their order. Of T! deals of when B came one alone puts it right after A
    // each time: p = 6 / T!, which is 0.05 at T = 5 and 0.00833 at T = 6.
    expect(judge(IN_ORDER, meetings(4, IN_ORDER))).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'few_meetings', meetings: 5, smallestP: '0.0500000' },
    });
    const found = judge(IN_ORDER, meetings(5, IN_ORDER));
    expect(found).toMatchObject({ state: 'triggered', severity: 'notice', pValue: '0.00833333' });
    expect(found.explanation.en).toContain('In 6 of the 6 purchases in which both bid, B came right after A');
    expect(found.evidence).toHaveLength(12);
  });

  it('finds nothing in two who come at the same hour each time, however often', () => {
    expect(judge(IN_ORDER, meetings(30, IN_ORDER, 0))).toMatchObject({ state: 'clear' });
    // Twice the hour of both was another one: of seven purchases fives in their order are fives in any.
    const moved = [
      ...meetings(5, IN_ORDER, 0),
      ...meetings(2, IN_ORDER, 120).map((each, i) => ({ ...each, key: `m${i}/1`, purchase: `m${i}` })),
    ];
    expect(judge(IN_ORDER, moved)).toMatchObject({ state: 'clear' });
  });

  it('finds nothing where all of them are earlier or later from purchase to purchase, each in its measure', () => {
    const scaled = (by: number): Times => ({ A: DUE - 200 * by, B: DUE - 196 * by, C: DUE - 100 * by });
    const before = Array.from({ length: 9 }, (_, i) => meeting(i + 1, scaled(0.4 + 0.2 * i)));
    expect(judge(scaled(1), before)).toMatchObject({ state: 'clear' });
  });

  it('finds nothing in two who come at the same hours of the clock while deadlines move', () => {
    const dues = [30, 60, 90, 120, 300, 330, 360, 420];
    const at = (no: number): MeetingFacts =>
      meeting(no, { A: 0, B: 5, C: -1_040 }, { deadline: instant(no, dues[no % dues.length] ?? 0) });
    const facts = { deadline: recorded(instant(60, 45), 'notice', 'fact:n1') };
    expect(judge({ A: 0, B: 5, C: -1_040 }, [1, 2, 3, 4, 5, 6, 7].map(at), facts)).toMatchObject({ state: 'clear' });
  });

  it('has no answer on two who bid alone: nobody shows whether all were early', () => {
    const alone = Array.from({ length: 9 }, (_, i) => meeting(i + 1, { A: 20 * i, B: 20 * i + 3 }));
    expect(judge({ A: 200, B: 203 }, alone)).toMatchObject({ reason: { code: 'few_meetings', meetings: 10 } });
  });

  it('compares the lot in which both bid, of several lots of a purchase', () => {
    const [first, ...later] = meetings(5, IN_ORDER);
    const of = (lot: number, times: Times): MeetingFacts => ({ ...meeting(1, times), key: `t1/${lot}` });
    const before = [of(1, { C: 0, D: 30 }), { ...first, key: 't1/2' } as MeetingFacts, ...later];
    expect(judge(IN_ORDER, before)).toMatchObject({ state: 'triggered', pValue: '0.00833333' });
  });

  it('leaves out purchases in which a bid came after the deadline that is on record', () => {
    const moved = meetings(5, IN_ORDER).map((each, i) => (i === 0 ? { ...each, deadline: instant(1, 10) } : each));
    expect(judge(IN_ORDER, moved)).toMatchObject({ reason: { code: 'few_meetings', meetings: 5 } });
  });

  it('deals anew the latest twelve purchases of many', () => {
    const alike = (day: number) => Array.from({ length: 12 }, (_, i) => meeting(day + i, IN_ORDER));
    const varied = (day: number) =>
      Array.from({ length: 12 }, (_, i) => meeting(day + i, { A: 20 * i, B: 20 * i + 3, C: 400 }));
    expect(judge(IN_ORDER, [...alike(1), ...varied(20)])).toMatchObject({ state: 'triggered' });
    expect(judge(IN_ORDER, [...varied(1), ...alike(20)])).toMatchObject({ state: 'clear' });
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

  it('leaves out purchases of which the deadline is not known to the second, and does not know without its own', () => {
    const undated = meetings(6, IN_ORDER).map((each) => ({ ...each, deadline: null }));
    expect(judge(IN_ORDER, undated)).toMatchObject({ reason: { code: 'few_meetings', meetings: 1 } });
    for (const deadline of [null, recorded('2024-03-01', 'notice', 'fact:n1')])
      expect(judge(IN_ORDER, meetings(6, IN_ORDER), { deadline })).toMatchObject({ reason: { missing: ['deadline'] } });
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
