import { describe, expect, it } from '@jest/globals';
import { awardsTable, MAX_ROWS, type AwardSums } from './awards.rules.js';

const wan = (n: number): bigint => BigInt(n) * 1_000_000n;
const sums = (key: string | null, deals: number, amount: bigint, more: Partial<AwardSums> = {}): AwardSums => ({
  key,
  name: null,
  deals,
  amount,
  unknown: 0,
  withinDeals: 0,
  ...more,
});

describe('awards of a year', () => {
  it('table 1 of the study for 2018, in the order of the code list, with the printed shares', () => {
    const { rows, total } = awardsTable(
      'category',
      [
        sums('POVERTY_COUNTY_SOCIAL_WORK', 20, wan(140)),
        sums('EVALUATION_ACCEPTANCE', 3, wan(50)),
        sums('ORG_STAFF_TRAINING', 1, wan(30)),
        sums('ORG_REGISTRATION_SUPPORT', 1, wan(30)),
        sums('ORG_INCUBATION', 21, wan(260)),
        sums('COMMUNITY_SOCIAL_WORK', 30, wan(300)),
        sums('ELDERLY_HOME_CARE', 60, wan(1200)),
      ],
      false,
    );
    expect(rows.map((r) => [r.key, r.label, r.deals, r.amount, r.share])).toEqual([
      ['ELDERLY_HOME_CARE', '社区老人居家养老服务', 60, '12000000.00', '59.7'],
      ['COMMUNITY_SOCIAL_WORK', '社区社会工作服务', 30, '3000000.00', '14.9'],
      ['ORG_INCUBATION', '社会组织孵化基地运营服务', 21, '2600000.00', '12.9'],
      ['ORG_REGISTRATION_SUPPORT', '社会组织登记管理辅助服务', 1, '300000.00', '1.5'],
      ['ORG_STAFF_TRAINING', '社会组织人员培训服务', 1, '300000.00', '1.5'],
      ['EVALUATION_ACCEPTANCE', '购买服务评估验收服务', 3, '500000.00', '2.5'],
      ['POVERTY_COUNTY_SOCIAL_WORK', '国贫县社会工作服务', 20, '1400000.00', '7.0'],
    ]);
    expect(total).toEqual({ deals: 136, amount: '20100000.00', share: '100.0', amountUnknown: 0 });
  });

  it('table 2: a category without a deal in the region has no row, and its deals are not in the total', () => {
    const { rows, total } = awardsTable(
      'category',
      [
        sums('ELDERLY_HOME_CARE', 12, wan(240), { withinDeals: 60 }),
        sums('COMMUNITY_SOCIAL_WORK', 11, wan(110), { withinDeals: 30 }),
        sums('ORG_INCUBATION', 3, wan(30), { withinDeals: 23 }),
        sums('ORG_STAFF_TRAINING', 0, 0n, { withinDeals: 1 }),
      ],
      true,
    );
    expect(rows.map((r) => [r.key, r.withinDeals, r.dealShare])).toEqual([
      ['ELDERLY_HOME_CARE', 60, '20.0'],
      ['COMMUNITY_SOCIAL_WORK', 30, '36.7'],
      ['ORG_INCUBATION', 23, '13.0'],
    ]);
    expect([total.deals, total.withinDeals, total.dealShare]).toEqual([26, 113, '23.0']);
  });

  it('a deal of unknown amount counts as a deal, and says so', () => {
    const { rows, total } = awardsTable(
      'method',
      [sums('OPEN_TENDER', 2, wan(1), { unknown: 1 }), sums('INQUIRY', 3, 0n, { unknown: 3 }), sums(null, 1, wan(1))],
      false,
    );
    expect(rows.map((r) => [r.key, r.amount, r.share, r.amountUnknown])).toEqual([
      ['OPEN_TENDER', '10000.00', '50.0', 1],
      ['INQUIRY', null, null, 3],
      [null, '10000.00', '50.0', 0],
    ]);
    expect(total).toEqual({ deals: 6, amount: '20000.00', share: '100.0', amountUnknown: 4 });
  });

  it('nothing awarded is no share of nothing', () => {
    expect(awardsTable('category', [], false).total).toEqual({
      deals: 0,
      amount: '0.00',
      share: null,
      amountUnknown: 0,
    });
  });

  it('agencies stand by amount, and those beyond the first thousand still count', () => {
    const many = Array.from({ length: MAX_ROWS + 2 }, (_, i) => sums(`id-${i}`, 1, BigInt(i), { name: `n${i}` }));
    const { rows, total, rowsLeftOut } = awardsTable('agency', many, false);
    expect([rows.length, rowsLeftOut, total.deals, rows[0]?.label]).toEqual([MAX_ROWS, 2, MAX_ROWS + 2, 'n1001']);
  });
});
