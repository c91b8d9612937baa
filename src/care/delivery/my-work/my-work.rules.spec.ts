import { describe, expect, it } from '@jest/globals';
import { computeUnits, listOpenReports, listPromises } from './my-work.rules.js';

describe('the work of a day', () => {
  it('counts whole units: a day brings those that it makes full', () => {
    expect(computeUnits(150, 45, 60)).toEqual({ done: 2, doneOn: 1 });
    expect(computeUnits(110, 20, 60)).toEqual({ done: 1, doneOn: 0 });
    expect(computeUnits(7, 3, 1)).toEqual({ done: 7, doneOn: 3 });
    expect(computeUnits(0, 0, 60)).toEqual({ done: 0, doneOn: 0 });
  });

  it('promises the standards and what is paid by the unit', () => {
    const measure = { of: 'minutes' } as const;
    expect(
      listPromises(
        [{ no: 1, text: '满意度', target: 90, unit: '%' }],
        [{ no: 1, unit: '小时', unitPrice: '50.00', quantity: 100, per: 60, measure }],
      ),
    ).toEqual([
      { kind: 'standard', no: 1, text: '满意度', unit: '%', measure: null, target: 90, per: 1 },
      { kind: 'unit', no: 1, text: null, unit: '小时', measure, target: 100, per: 60 },
    ]);
  });

  it('leaves open the periods that are over and in no report', () => {
    const window = { from: '2026-01-05', to: '2026-12-31' };
    expect(listOpenReports(window, 1, [], '2026-01-31')).toEqual([]);
    expect(listOpenReports(window, 1, [], '2026-02-01')).toEqual([{ from: '2026-01-05', to: '2026-01-31' }]);
    expect(listOpenReports(window, 1, [{ from: '2026-01-05', to: '2026-01-31' }], '2026-03-01')).toEqual([
      { from: '2026-02-01', to: '2026-02-28' },
    ]);
    expect(listOpenReports(window, 1, [], '2026-01-01')).toEqual([]);
    expect(listOpenReports(window, 12, [], '2027-01-01')).toEqual([window]);
  });
});
