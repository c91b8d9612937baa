import { describe, expect, it } from '@jest/globals';
import { shippedCalendar } from '../../../law/calendars/shipped-calendar.js';
import { deriveClockState } from '../../../law/deadlines/deadlines.rules.js';
import { remedyClocks, type Disputes } from './remedy-clocks.rules.js';

const calendar = shippedCalendar();
const clocks = (disputes: Partial<Disputes>, lots = 1) =>
  remedyClocks(
    {
      id: 't',
      method: 'COMPETITIVE_CONSULTATION',
      budget_level: 'below_provincial',
      region: '990203',
      lots: Array.from({ length: lots }, (_, i) => ({ no: i + 1 })),
      disputes: { questions: [], challenges: [], complaints: [], suspensions: [], ...disputes },
    },
    calendar,
  );
const challenge = (received: string, answered: string | null = null, lot: number | null = null) =>
  clocks({ challenges: [{ id: 'c', lot, received, answered }] });
type Complaint = Disputes['complaints'][number];
/** Accepted at a time when its steps were not recorded. */
const OLD: Complaint = {
  ...{ id: 'p', lot: null, state: 'accepted', received: '2025-11-03', decided: null, pauses: [], answers: [] },
  ...{ examined: null, correctionAsked: null, corrected: null, refused: null, copiesSent: null },
};
const complaint = (received: string, decided: string | null, ...pauses: [string, string | null][]) =>
  clocks({ complaints: [{ ...OLD, received, decided, pauses: pauses.map(([from, to]) => ({ from, to })) }] });
const states = (found: ReturnType<typeof clocks>, ...days: string[]) =>
  found.flatMap((clock) => days.map((day) => deriveClockState(clock, day)));

describe('the clocks of what is asked for against a purchase', () => {
  it('an answer is due on the seventh working day, and missed on the eighth', () => {
    const silent = challenge('2025-11-03', null, 2);
    expect(silent).toMatchObject([
      { rule: 'CHALLENGE-REPLY-7WD', lot: 2, date: '2025-11-12', from: { on: '2025-11-03', record: 'challenge:c' } },
    ]);
    expect(states(silent, '2025-11-12', '2025-11-13')).toEqual(['due', 'missed']);
    expect(states(challenge('2025-11-03', '2025-11-12'), '2025-12-31')).toEqual(['met']);
    expect(states(challenge('2025-11-03', '2025-11-13'), '2025-11-13')).toEqual(['missed']);
  });

  it('is judged by the rule in force on the day it began', () => {
    expect(challenge('2002-12-31')).toEqual([]);
    expect(challenge('2003-01-01')).toHaveLength(1);
  });

  describe('of the steps of a complaint', () => {
    const steps = (more: Partial<Complaint>, today: string) =>
      clocks({ complaints: [{ ...OLD, ...more }] })
        .filter(({ rule }) => rule !== 'COMPLAINT-DECIDE-30WD')
        .map((clock) => [clock.rule, clock.from.event, clock.date, deriveClockState(clock, today)]);

    it('end on the fifth, the eighth and again the fifth working day', () => {
      const received = { received: '2026-09-28', state: 'received' };
      expect(steps(received, '2026-10-10')).toEqual([
        ['COMPLAINT-EXAMINE-5WD', 'complaint_received', '2026-10-10', 'due'],
        ['COMPLAINT-SERVE-8WD', 'complaint_received', '2026-10-14', 'due'],
      ]);
      expect(steps(received, '2026-10-15').map(([, , , state]) => state)).toEqual(['missed', 'missed']);
      const answers = [{ body: 'b', received: '2026-10-14', answered: '2026-10-21' }];
      const served = { ...received, state: 'accepted', examined: '2026-10-10', copiesSent: '2026-10-14', answers };
      expect(steps(served, '2026-12-01').map(([rule, , , state]) => [rule, state])).toEqual([
        ['COMPLAINT-EXAMINE-5WD', 'met'],
        ['COMPLAINT-SERVE-8WD', 'met'],
        ['COMPLAINT-ANSWER-5WD', 'met'],
      ]);
      const late = { ...served, answers: [{ body: 'b', received: '2026-10-14', answered: '2026-10-22' }] };
      expect(steps(late, '2026-12-01').at(-1)).toEqual([
        'COMPLAINT-ANSWER-5WD',
        'complaint_copies_received',
        '2026-10-21',
        'missed',
      ]);
    });

    it('count a refusal from the examination, and from the receipt with both periods where that is not known', () => {
      const refused = { received: '2026-04-28', state: 'refused', refused: '2026-05-12' };
      expect(steps(refused, '2026-12-01').find(([rule]) => rule === 'COMPLAINT-REFUSE-3WD')).toEqual([
        'COMPLAINT-REFUSE-3WD',
        'complaint_received',
        '2026-05-12',
        'met',
      ]);
      const examined = { ...refused, examined: '2026-05-06' };
      expect(steps(examined, '2026-12-01').find(([rule]) => rule === 'COMPLAINT-REFUSE-3WD')).toEqual([
        'COMPLAINT-REFUSE-3WD',
        'complaint_examined',
        '2026-05-09',
        'missed',
      ]);
      expect(steps(refused, '2026-12-01').map(([rule]) => rule)).not.toContain('COMPLAINT-SERVE-8WD');
    });

    it('ask for a correction in five working days, and send copies eight after it came', () => {
      const asked = { received: '2025-12-30', state: 'to_correct', correctionAsked: '2026-01-08' };
      expect(steps(asked, '2026-02-01').map(([rule, , , state]) => [rule, state])).toEqual([
        ['COMPLAINT-EXAMINE-5WD', 'missed'],
        ['COMPLAINT-CORRECT-5WD', 'missed'],
      ]);
      const corrected = { ...asked, state: 'accepted', corrected: '2026-01-12', examined: '2026-01-12' };
      expect(steps(corrected, '2026-01-22').find(([rule]) => rule === 'COMPLAINT-SERVE-8WD')).toEqual([
        'COMPLAINT-SERVE-8WD',
        'complaint_received',
        '2026-01-22',
        'due',
      ]);
    });

    it('are none of a complaint whose steps were not recorded, nor of one before Order 94', () => {
      expect(steps({}, '2026-12-01')).toEqual([]);
      expect(steps({ received: '2018-02-28', state: 'received' }, '2018-12-01')).toEqual([]);
    });
  });

  it('a decision is due on the thirtieth working day', () => {
    const silent = complaint('2025-11-03', null);
    expect(silent).toMatchObject([{ rule: 'COMPLAINT-DECIDE-30WD', date: '2025-12-15' }]);
    expect(states(silent, '2025-12-15', '2025-12-16')).toEqual(['due', 'missed']);
    expect(states(complaint('2025-11-03', '2025-12-15'), '2026-01-01')).toEqual(['met']);
    expect(states(complaint('2025-11-03', '2025-12-16'), '2026-01-01')).toEqual(['missed']);
  });

  it('without the days of correction and appraisal, the day on which one begins counted', () => {
    // 6, 7 and 10 November.
    const corrected = (decided: string | null) => complaint('2025-11-03', decided, ['2025-11-05', '2025-11-10']);
    expect(corrected(null)[0]?.date).toBe('2025-12-18');
    expect(states(corrected('2025-12-18'), '2026-01-01')).toEqual(['met']);
    expect(states(corrected('2025-12-19'), '2026-01-01')).toEqual(['missed']);
    // And 2 December.
    const both = complaint('2025-11-03', null, ['2025-11-05', '2025-11-10'], ['2025-12-01', '2025-12-02']);
    expect(both[0]?.date).toBe('2025-12-19');
  });

  it('sets no day while one runs, unless it began too late to help', () => {
    const running = complaint('2025-11-03', null, ['2025-12-15', null]);
    expect(running[0]?.date).toBeNull();
    expect(states(running, '2025-12-15', '2025-12-16', '2026-06-01')).toEqual(['due', 'uncertain', 'uncertain']);
    const late = complaint('2025-11-03', null, ['2025-12-16', null]);
    expect(late[0]?.date).toBe('2025-12-15');
    expect(states(late, '2025-12-16')).toEqual(['missed']);
    expect(complaint('2025-11-03', null, ['2025-12-16', '2025-12-24'])[0]?.date).toBe('2025-12-15');
  });

  it('invents no day in a year whose calendar is not known', () => {
    expect(challenge('2026-12-28')[0]?.date).toBeNull();
    expect(states(challenge('2026-12-28'), '2027-01-04', '2027-03-01')).toEqual(['due', 'uncertain']);
    const open = complaint('2026-12-21', null, ['2026-12-23', '2026-12-25']);
    expect(open[0]?.date).toBeNull();
    expect(states(open, '2027-01-15', '2027-06-01')).toEqual(['due', 'uncertain']);
    // 30 days after 10 December are over on a Saturday of that year.
    const stopped = clocks({ suspensions: [{ id: 'l', lot: 1, suspended: '2026-12-10', resumed: null }] });
    expect(stopped[0]?.date).toBeNull();
    expect(states(stopped, '2027-01-09', '2027-03-01')).toEqual(['due', 'uncertain']);
  });

  it('a suspension lasts thirty days at most, each time', () => {
    const stop = (lot: number, suspended: string, resumed: string | null) => ({
      id: `l${lot}`,
      lot,
      suspended,
      resumed,
    });
    const one = (resumed: string | null) => clocks({ suspensions: [stop(1, '2025-11-03', resumed)] });
    expect(one(null)).toMatchObject([{ rule: 'SUSPEND-30D', lot: null, date: '2025-12-03', event: 'resumed' }]);
    expect(states(one(null), '2025-12-03', '2025-12-04')).toEqual(['due', 'missed']);
    expect(states(one('2025-12-03'), '2026-01-01')).toEqual(['met']);
    expect(states(one('2025-12-04'), '2026-01-01')).toEqual(['missed']);
    const again = clocks({ suspensions: [stop(1, '2025-11-03', '2025-12-04'), stop(1, '2025-12-08', '2025-12-09')] });
    expect(states(again, '2026-01-01')).toEqual(['missed', 'met']);
  });

  it('is told once of all lots, and of one where it is about one', () => {
    const stop = (lot: number, resumed: string | null) => ({ id: `l${lot}`, lot, suspended: '2025-11-03', resumed });
    const all = clocks({ suspensions: [stop(1, null), stop(2, null)] }, 2);
    expect(all.map(({ lot, from }) => [lot, from.record])).toEqual([[null, 'tender:t']]);
    const some = clocks({ suspensions: [stop(1, null), stop(2, '2025-11-05')] }, 2);
    expect(some.map(({ lot, from }) => [lot, from.record])).toEqual([
      [1, 'lot:l1'],
      [2, 'lot:l2'],
    ]);
  });
});

describe('a question about the documents', () => {
  it.each([
    // Asked on Monday the 3rd: three working days.
    ['2025-11-03', null, '2025-11-06', 'due', 'missed'],
    ['2025-11-06', '2025-11-11', '2025-11-11', 'met', 'met'],
    ['2025-11-06', '2025-11-12', '2025-11-11', 'missed', 'missed'],
  ])('asked on %s, answered on %s, is due on %s', (asked, answered, due, before, after) => {
    const [clock, ...others] = clocks({ questions: [{ id: 'q', asked, answered }] });
    expect(others).toEqual([]);
    expect(clock).toMatchObject({ rule: 'INQUIRY-3WD', event: 'inquiry_answered', date: due, bound: 'maximum' });
    expect(clock && [deriveClockState(clock, '2025-11-06'), deriveClockState(clock, '2025-11-20')]).toEqual([
      before,
      after,
    ]);
  });
});
