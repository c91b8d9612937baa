import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { handedIn, lotFacts } from '../../../test/support/risk-facts.js';
import type { LotFacts } from '../facts/fact-types.js';
import type { HandedIn } from '../facts/handed-in-facts.js';
import { assess } from '../runs/assess.rules.js';
import { C10 } from './c10-low-price.js';

type Told = Partial<Pick<HandedIn, 'status' | 'rejection' | 'rank'>>;
const VALID: Told = { status: 'valid' };
const OUT: Told = { status: 'rejected', rejection: { code: 'terms_unacceptable', text: null } };
const TOO_LOW: Told = { status: 'rejected', rejection: { code: 'price_unexplained', text: null } };
const UNSAID: Told = { status: 'rejected', rejection: { code: null, text: '未通过评审' } };
const UNKNOWN: Told = {};

/** A lot of the time in which the notice is in force, with a ceiling of 1 000 yuan; what is told of each bid, else that it passed. */
const judge = (yuan: number[], change: Partial<LotFacts> = {}, told: readonly Told[] = []) =>
  assess(
    C10,
    lotFacts(yuan, {
      ...{ startedOn: '2026-02-01', ceiling: '100000', winners: null },
      handedIn: yuan.map((price, i) => handedIn(`bidder-${i}`, price, told[i] ?? VALID)),
      ...change,
    }),
  );

describe('C10', () => {
  it('is clear on prices that lie at each of the three shares', () => {
    expect(judge([900, 900, 450])).toMatchObject({ state: 'clear', value: '0', threshold: '0', unit: 'bid' });
  });

  it('triggers below half the mean of all bids', () => {
    const many = Array.from({ length: 10 }, () => 1000);
    const found = judge([...many, 452, 451]);
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', value: '2' });
    expect(found.explanation.en).toBe(
      'A bid lies below half the mean of the bids that passed the check of conformity.',
    );
    expect(judge([...many, 456, 455])).toMatchObject({ state: 'clear' });
  });

  it('triggers below half the next lowest bid', () => {
    const found = judge([1000, 470], { ceiling: '100000' });
    expect(found).toMatchObject({ state: 'triggered', value: '1' });
    expect(found.explanation.en).toContain('half the next lowest bid');
    expect(judge([1000, 500])).toMatchObject({ state: 'clear' });
  });

  it('triggers below 45 percent of the ceiling, though not every bid is known', () => {
    expect(judge([800, 449], { bidCount: 3 })).toMatchObject({ state: 'triggered', value: '1' });
    expect(judge([800, 450], { bidCount: 3 })).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'bids_incomplete' },
    });
  });

  it('counts a bid that was withdrawn among those received, not among those compared', () => {
    const many = Array.from({ length: 3 }, () => 1000);
    expect(judge([...many, 400], { bidCount: 5, withdrawn: 1, ceiling: null })).toMatchObject({
      state: 'triggered',
      value: '1',
    });
    expect(judge([...many, 900], { bidCount: 5, withdrawn: 1 })).toMatchObject({ state: 'clear' });
    expect(judge([...many, 900], { bidCount: 6, withdrawn: 1 })).toMatchObject({ reason: { code: 'bids_incomplete' } });
  });

  it('needs the ceiling to be clear, not to trigger', () => {
    expect(judge([1000, 900], { ceiling: null })).toMatchObject({ reason: { missing: ['ceiling'] } });
    expect(judge([1000, 400], { ceiling: null })).toMatchObject({ state: 'triggered' });
  });

  it('takes the mean of those that passed the check of conformity alone', () => {
    const high = { ceiling: null };
    expect(judge([100, 110, 450], high)).toMatchObject({ state: 'triggered', value: '1' });
    expect(judge([100, 110, 450], high, [VALID, VALID, OUT])).toMatchObject({ reason: { missing: ['ceiling'] } });
    expect(judge([100, 110, 450], { ceiling: '10000' }, [VALID, VALID, OUT])).toMatchObject({ state: 'clear' });
  });

  it('says nothing of a bid that was rejected, and finds the lowest of those that stand', () => {
    expect(judge([400, 1000, 1100], {}, [OUT, VALID, VALID])).toMatchObject({ state: 'clear' });
    expect(judge([40, 45, 100, 110], { ceiling: null }, [OUT, VALID, VALID, VALID])).toMatchObject({
      state: 'triggered',
      value: '1',
    });
    // Its price alone was too low: it had passed, and lowers the mean.
    expect(judge([10, 42, 100, 110], { ceiling: '9000' }, [TOO_LOW, VALID, VALID, VALID])).toMatchObject({
      state: 'clear',
    });
  });

  it('asks who passed where that decides, and else says what holds whoever did', () => {
    const statuses = { state: 'insufficient_data', reason: { missing: ['statuses'] } };
    expect(judge([1000, 470], {}, [UNKNOWN, UNKNOWN])).toMatchObject(statuses);
    expect(judge([1000, 470], {}, [UNKNOWN, VALID])).toMatchObject(statuses);
    expect(judge([1000, 470], {}, [{ rank: 2 }, { rank: 1 }])).toMatchObject({ state: 'triggered', value: '1' });
    expect(judge([1000, 470], { winners: ['bidder-1'] }, [VALID, UNKNOWN])).toMatchObject({ state: 'triggered' });
    expect(judge([1000, 900], {}, [UNKNOWN, UNKNOWN])).toMatchObject({ state: 'clear' });
    expect(judge([470, 1000, 1000, 600], {}, [VALID, VALID, VALID, UNSAID])).toMatchObject(statuses);
    expect(judge([470, 1000, 1000, 990], {}, [VALID, VALID, VALID, UNSAID])).toMatchObject({ state: 'triggered' });
  });

  it('says of every lot what each choice of those who may have passed would make of it', () => {
    const bids = fc.array(
      fc.record({ yuan: fc.integer({ min: 1, max: 40 }), told: fc.constantFrom(VALID, UNSAID, UNKNOWN) }),
      {
        ...{ minLength: 1, maxLength: 7 },
      },
    );
    fc.assert(
      fc.property(bids, (given) => {
        const open = given.flatMap(({ told }, i) => (told === VALID ? [] : [i]));
        const answers = Array.from({ length: 2 ** open.length }, (_, choice) =>
          judge(
            given.map(({ yuan }) => yuan),
            { ceiling: '100' },
            given.map(({ told }, i) => {
              if (told === VALID) return VALID;
              return (choice >> open.indexOf(i)) & 1 ? (told === UNSAID ? TOO_LOW : VALID) : OUT;
            }),
          ),
        );
        const said = judge(
          given.map(({ yuan }) => yuan),
          { ceiling: '100' },
          given.map(({ told }) => told),
        );
        const counts = new Set(answers.map(({ value }) => value));
        if (said.state === 'clear') expect([...counts]).toEqual(['0']);
        if (said.state === 'triggered')
          for (const { value } of answers) expect(Number(value)).toBeGreaterThanOrEqual(Number(said.value));
        if (said.state === 'insufficient_data') expect(answers.some(({ state }) => state === 'triggered')).toBe(true);
      }),
    );
  });

  it('knows no price of nothing', () => {
    expect(judge([1000, 0])).toMatchObject({ state: 'insufficient_data', reason: { missing: ['prices'] } });
    expect(judge([1000, 0], {}, [VALID, OUT])).toMatchObject({ state: 'clear' });
  });

  it('speaks of procedures from 2026-02-01 on', () => {
    expect(judge([1000, 100], { startedOn: '2026-01-31' })).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'rule_not_in_force' },
    });
    const latest = (startedOn: string) => judge([1000, 100], { startedOn, startIsLatest: true });
    expect(latest('2026-02-10')).toMatchObject({ state: 'not_applicable', reason: { code: 'rule_not_in_force' } });
    for (const day of ['2026-02-11', '2026-07-30'])
      expect(latest(day)).toMatchObject({ reason: { code: 'precision', fields: ['startedOn'] } });
    expect(latest('2026-07-31')).toMatchObject({ state: 'triggered' });
    expect(judge([1000, 100], { startedOn: '2026' })).toMatchObject({ reason: { code: 'precision' } });
    expect(judge([1000, 100], { startedOn: null })).toMatchObject({ reason: { missing: ['startedOn'] } });
  });

  it('does not apply to fixed prices, a single source or a lot without bids', () => {
    expect(judge([1000], { pricing: 'fixed' })).toMatchObject({ reason: { code: 'fixed_price' } });
    expect(judge([1000], { method: 'SINGLE_SOURCE' })).toMatchObject({ reason: { code: 'single_source' } });
    expect(judge([])).toMatchObject({ state: 'not_applicable', reason: { code: 'no_bids' } });
  });

  it('does not judge prices that the facts dispute', () => {
    expect(judge([1000, 100], { conflicts: ['ceiling'] })).toMatchObject({
      reason: { code: 'conflict', fields: ['ceiling'] },
    });
  });
});
