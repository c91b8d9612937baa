import { describe, expect, it } from '@jest/globals';
import { deliveryFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { BudgetLineFact, InstalmentFact } from '../facts/delivery-facts.js';
import { S13 } from './s13-money-ends-first.js';

const instalment = (key: string, plannedOn: string | null, paidOn: string | null = null): InstalmentFact => ({
  key,
  record: `payment:${key}`,
  plannedOn,
  paidOn,
});
const line = (useBy: string | null, asked = false): BudgetLineFact => ({ record: 'budget_line:l1', useBy, asked });
const judge = (budgetLine: BudgetLineFact | null, schedule: InstalmentFact[] | null) =>
  assess(S13, deliveryFacts({ budgetLine, schedule }));
const TWO = [instalment('1', '2018-01-05'), instalment('2', '2018-12-31')];

describe('S13', () => {
  it('is worked by hand: money until the end of November, the last payment on 31 December', () => {
    const found = judge(line('2018-11'), TWO);
    expect(found).toMatchObject({
      state: 'triggered',
      severity: 'risk',
      value: '2018-12-31',
      threshold: '2018-11',
      unit: 'date',
    });
    expect(found.evidence).toEqual([
      { record: 'budget_line:l1', field: 'useBy', value: '2018-11' },
      { record: 'payment:2', field: 'plannedOn', value: '2018-12-31' },
    ]);
    expect(found.explanation.en).not.toContain('asked');
    expect(judge(line('2018-11', true), TWO).explanation.zh).toContain('已申请延期');
  });

  it('is clear where the last payment falls on the last day, and triggers a day earlier', () => {
    expect(judge(line('2018-12-31'), TWO)).toMatchObject({ state: 'clear' });
    expect(judge(line('2018-12-30'), TWO)).toMatchObject({ state: 'triggered' });
    expect(judge(line('2018'), TWO)).toMatchObject({ state: 'clear' });
  });

  it('takes the day of payment once it is paid', () => {
    expect(judge(line('2018-11-30'), [instalment('1', '2018-12-31', '2018-11-30')])).toMatchObject({ state: 'clear' });
    expect(judge(line('2018-11-30'), [instalment('1', '2018-11-01', '2018-12-01')])).toMatchObject({
      state: 'triggered',
    });
  });

  it('names what is missing', () => {
    expect(judge(null, null)).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['schedule', 'budgetLine'] },
    });
    expect(judge(null, TWO)).toMatchObject({ reason: { missing: ['budgetLine'] } });
    expect(judge(line(null), TWO)).toMatchObject({ reason: { missing: ['useBy'] } });
    expect(judge(line('2018'), [])).toMatchObject({ reason: { missing: ['schedule'] } });
  });

  it('is not clear while one day is unknown, but triggers on another that is late', () => {
    expect(judge(line('2018'), [...TWO, instalment('3', null)])).toMatchObject({ reason: { missing: ['plannedOn'] } });
    expect(judge(line('2018-11'), [...TWO, instalment('3', null)])).toMatchObject({ state: 'triggered' });
    expect(judge(line('2018'), [instalment('1', null)])).toMatchObject({ reason: { missing: ['plannedOn'] } });
  });
});
