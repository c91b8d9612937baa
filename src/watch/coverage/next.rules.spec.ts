import { describe, expect, it } from '@jest/globals';
import { contractOn, lineFacts, plan } from '../../../test/support/risk-facts.js';
import { shippedCalendar } from '../../law/calendars/shipped-calendar.js';
import { planBackward } from '../../law/planner/planner.rules.js';
import type { LineFacts, PlanFact } from '../facts/fact-types.js';
import { computeLeftDay, deriveNext, type TenderAhead } from './next.rules.js';

const calendar = shippedCalendar();
const line = (change: Partial<LineFacts> = {}, contracts = [contractOn('2018-01-01', '2018-05-31')]): LineFacts =>
  lineFacts(contracts, { knownUntil: null, asOf: '2018-02-01', ...change });
const next = (facts: LineFacts, tender: TenderAhead | null = null) => deriveNext(facts, tender, calendar);

describe('the day from which a line is left alone', () => {
  it('follows what is signed without a break, or what ended last, or is its first', () => {
    expect(computeLeftDay(line())).toBe('2018-06-01');
    const two = [contractOn('2018-01-01', '2018-05-31'), contractOn('2018-06-01', '2018-12-31')];
    expect(computeLeftDay(line({}, two))).toBe('2019-01-01');
    expect(computeLeftDay(line({ asOf: '2018-09-01' }))).toBe('2018-06-01');
    expect(computeLeftDay(line({}, []))).toBe('2018-01-01');
    expect(computeLeftDay(line({ since: '2018-01-15' }, [contractOn('2017-01-01', '2017-12-31')]))).toBe('2018-01-15');
    // A successor after a hole does not close it.
    expect(
      computeLeftDay(line({}, [contractOn('2018-01-01', '2018-05-31'), contractOn('2018-09-01', '2018-12-31')])),
    ).toBe('2018-06-01');
    expect(computeLeftDay(line({ since: '2018-07-01' }))).toBe('2018-07-01');
    // A line that is still to begin may be covered already.
    const early = { since: '2021-07-01', asOf: '2021-03-01' };
    expect(computeLeftDay(line(early, [contractOn('2021-01-01', '2021-12-31')]))).toBe('2022-01-01');
    expect(computeLeftDay(line(early, [contractOn('2021-07-01', '2021-12-31')]))).toBe('2021-07-01');
    expect(computeLeftDay(line(early, [contractOn('2021-01-01', '2021-06-30')]))).toBe('2021-07-01');
    expect(computeLeftDay(line(early, [contractOn('2021-01-01', '9999-12-31')]))).toBeNull();
    expect(computeLeftDay(line({ since: null }))).toBeNull();
    expect(computeLeftDay(line({}, [contractOn('2018-01-01', '9999-12-31')]))).toBeNull();
  });
});

describe('what comes next', () => {
  const tender: TenderAhead = { id: 't', state: 'open', start: '2018-06-01' };

  it('is the furthest that is known', () => {
    const ahead = contractOn('2018-09-01', '2018-12-31', { key: 'b' });
    const planned = contractOn('2018-01-01', '2018-05-31', { plans: [plan('retender', { agreedOn: '2018-01-20' })] });
    const without = contractOn('2018-01-01', '2018-05-31', { plans: [plan('none')] });
    expect(next(line())).toMatchObject({ kind: 'none', contract: null, tender: null, plan: null });
    expect(next(line({}, [without]))).toMatchObject({ kind: 'none', plan: { kind: 'none' } });
    expect(next(line({}, [planned]))).toMatchObject({
      kind: 'plan',
      plan: { kind: 'retender', agreedOn: '2018-01-20', carriedOutOn: null },
    });
    expect(next(line({}, [planned]), tender)).toMatchObject({ kind: 'tender', tender, plan: { kind: 'retender' } });
    expect(next(line({}, [planned, ahead]), tender)).toMatchObject({ kind: 'signed', contract: 'id-b', tender });
  });

  it('is not a contract that ends before one that serves already, but one that goes on without a break', () => {
    const now = contractOn('2018-01-01', '2018-12-31', { plans: [plan('retender', { agreedOn: '2018-01-20' })] });
    const beside = contractOn('2018-03-01', '2018-06-30', { key: 'b' });
    const planned = { kind: 'plan', from: '2019-01-01', contract: null };
    expect(next(line({}, [now, beside]))).toMatchObject(planned);
    expect(next(line({}, [now, beside]), tender)).toMatchObject({ kind: 'tender', from: '2019-01-01' });
    const onward = contractOn('2019-01-01', '2019-06-30', { key: 'c' });
    expect(next(line({}, [now, beside, onward]))).toMatchObject({
      kind: 'signed',
      from: '2019-07-01',
      contract: 'id-c',
    });
    // Whether that ends before nobody knows.
    const open = contractOn('2018-12-15', null, { key: 'e' });
    expect(next(line({}, [now, open]))).toMatchObject({ kind: 'signed', contract: 'id-e', starts: '2018-12-15' });
    // Of one whose end is known to the month it can be, and of one before the line begins.
    expect(next(line({}, [now, contractOn('2018-04-01', '2018-06', { key: 'f' })]))).toMatchObject(planned);
    const ahead = { since: '2021-07-01', asOf: '2021-01-01' };
    expect(next(line(ahead, [contractOn('2021-02-01', '2021-05-31')]))).toMatchObject({ kind: 'none' });
    const later = contractOn('2019-02-01', '2019-06-30', { key: 'd' });
    expect(next(line({}, [now, beside, later]))).toMatchObject({
      ...{ kind: 'signed', from: '2019-01-01' },
      ...{ contract: 'id-d', starts: '2019-02-01' },
    });
  });

  it('starts when and is served by whom that is known of', () => {
    const under = (kind: PlanFact['kind']) =>
      contractOn('2018-01-01', '2018-05-31', {
        agency: 'agency-a',
        plans: [plan(kind, { from: '2018-06-04', agreedOn: '2018-01-20' })],
      });
    const receivers = new Map([
      ['fact:hand_over', 'agency-b'],
      ['fact:absorb', 'committee'],
    ]);
    const told = (kind: PlanFact['kind']) => {
      const facts = line({}, [under(kind)]);
      const { starts, by, ...rest } = deriveNext(facts, null, calendar, {
        receivers,
        lapsed: new Set(),
      });
      return [rest.kind, rest.plan?.kind, starts, by];
    };
    expect(told('renew')).toEqual(['plan', 'renew', '2018-06-04', 'agency-a']);
    expect(told('retender')).toEqual(['plan', 'retender', '2018-06-04', null]);
    expect(told('hand_over')).toEqual(['plan', 'hand_over', '2018-06-04', 'agency-b']);
    expect(told('absorb')).toEqual(['plan', 'absorb', '2018-06-04', 'committee']);
    expect(told('end')).toEqual(['plan', 'end', '2018-06-04', null]);
    expect(told('none')).toEqual(['none', 'none', null, null]);
    expect(next(line({}, [under('hand_over')]))).toMatchObject({ kind: 'plan', by: null });
    expect(next(line({}, [under('hand_over')]), tender)).toMatchObject({
      kind: 'tender',
      starts: '2018-06-01',
      by: null,
    });
    const ahead = contractOn('2018-09-01', '2018-12-31', { key: 'b', agency: 'agency-c' });
    expect(next(line({}, [under('renew'), ahead]))).toMatchObject({
      kind: 'signed',
      starts: '2018-09-01',
      by: 'agency-c',
    });
    expect(next(line({ until: '2018-05-31' }))).toMatchObject({ starts: null, by: null });
  });

  it('is nothing where the line ends with what is signed', () => {
    expect(next(line({ until: '2018-05-31' }))).toMatchObject({ kind: 'line_ends', paths: [] });
    expect(next(line({ until: '2018-06-01' }))).toMatchObject({ kind: 'none' });
    expect(next(line({ since: null }))).toMatchObject({ kind: 'line_ends', from: null });
  });

  it('says by each method until when its documents can be issued for the day after the end', () => {
    const { paths } = next(line());
    expect(paths.map(({ method }) => method)).toEqual([
      'OPEN_TENDER',
      'INVITED_TENDER',
      'COMPETITIVE_CONSULTATION',
      'COMPETITIVE_NEGOTIATION',
      'INQUIRY',
    ]);
    for (const path of paths) {
      const plan = planBackward(calendar, { method: path.method, wanted: { startBy: '2018-06-01' } });
      expect(path).toMatchObject({
        latestSafe: plan.latest.documentIssue,
        latestPossible: plan.latestPossible.documentIssue,
        certainty: 'known',
        inTime: true,
      });
      expect((path.latestSafe ?? '') < (path.latestPossible ?? '')).toBe(true);
      expect(path.basis?.document).toEqual(expect.any(String));
    }
    // By hand: signed on 31 May (Thursday); 20 days before it is 11 May (Friday), which is a working day.
    expect(paths[0]).toMatchObject({ latestPossible: '2018-05-11', rule: 'TENDER-PREP-20D' });
    // Issued on 1 February, 20 days end on 21 February, the last day of the Spring Festival: 22 February, service on the 23rd.
    expect(paths[0]?.earliestStart).toBe('2018-02-23');
  });

  it('is too late on the day after, and not before', () => {
    const open = (asOf: string) => next(line({ asOf })).paths[0];
    expect(open('2018-05-11')).toMatchObject({ inTime: true });
    expect(open('2018-05-12')).toMatchObject({ inTime: false, latestPossible: '2018-05-11' });
  });

  it('is uncertain beyond the years whose calendar is known', () => {
    const far = line({ asOf: '2026-11-01' }, [contractOn('2026-01-01', '2028-12-31')]);
    expect(next(far).paths[2]).toMatchObject({
      certainty: 'uncertain',
      missingYears: [2028],
      latestSafe: null,
      latestPossible: null,
      inTime: null,
    });
  });
});
