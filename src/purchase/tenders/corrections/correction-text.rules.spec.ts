import { describe, expect, it } from '@jest/globals';
import { correctedMatter, correctionTexts } from './correction-text.rules.js';
import { listDocumentChanges } from './document-changes.rules.js';
import type { TenderDocument } from '../conducted/terms/document-types.js';
import { NO_PLAN, NO_TERMS, type TenderTerms } from '../conducted/terms/terms-types.js';

const LOT = { no: 1, name: '第一包', ceiling: '200000.00', pricing: 'competitive' as const };
const document = (terms: Partial<TenderTerms>, more: Partial<TenderDocument> = {}): TenderDocument => ({
  title: '社区老人居家养老服务',
  method: 'OPEN_TENDER',
  category: 'ELDERLY_HOME_CARE',
  region: null,
  budgetLevel: null,
  budget: null,
  window: { start: null, end: null },
  serviceLines: [],
  lots: [LOT],
  terms: { ...NO_TERMS, ...terms },
  plan: NO_PLAN,
  ...more,
});
const said = (before: TenderDocument, after: TenderDocument): string[] =>
  correctionTexts({ reason: null, before, after, changes: listDocumentChanges(before, after) });
const terms = (before: Partial<TenderTerms>, after: Partial<TenderTerms>): string[] =>
  said(document(before), document(after));

/** Caiku [2020] 50: what is corrected stands in the notice so that whoever reads it alone knows it. */
describe('the words of a correction', () => {
  it('say shares in percent, money in yuan and moments in Beijing time', () => {
    expect(terms({ performanceBond: 500 }, { performanceBond: 1000 })).toEqual([
      '履约保证金占合同金额的比例：原为“5%”，现更正为“10%”',
    ]);
    expect(terms({ lowPriceShare: null }, { lowPriceShare: 6050 })).toEqual([
      '异常低价审查的报价比例：原为“（无）”，现更正为“60.5%”',
    ]);
    expect(terms({}, { siteVisit: '11 月 20 日，示例社区' })).toEqual([
      '现场考察或答疑会：原为“（无）”，现更正为“11 月 20 日，示例社区”',
    ]);
    expect(terms({ bidBond: '1000.00', standstillDays: 3 }, { bidBond: null, standstillDays: 5 })).toEqual([
      '保证金：原为“1000.00 元”，现更正为“（无）”',
      '签订合同前的静默天数：原为“3 日”，现更正为“5 日”',
    ]);
    expect(
      said(
        document({}, { plan: { ...NO_PLAN, deadlineAt: '2025-11-14T01:30:00.000Z' } }),
        document({}, { plan: { ...NO_PLAN, deadlineAt: '2025-11-17T09:30:00+08:00' } }),
      ),
    ).toEqual(['提交截止时间：原为“2025-11-14 09:30（北京时间）”，现更正为“2025-11-17 09:30（北京时间）”']);
    expect(terms({ scoring: 'comprehensive' }, { scoring: 'lowest_price' })).toEqual([
      '评审办法：原为“综合评分法”，现更正为“最低评标价法”',
    ]);
  });

  it('name the lot, the standard, the criterion and the instalment by its number', () => {
    expect(said(document({}), document({}, { lots: [{ ...LOT, ceiling: '180000.00', pricing: 'fixed' }] }))).toEqual([
      '第 1 包最高限价：原为“200000.00 元”，现更正为“180000.00 元”',
      '第 1 包计价方式：原为“竞争报价”，现更正为“固定价格”',
    ]);
    const standard = { no: 2, text: '上门', target: 10, unit: '次' };
    const more = { no: 3, text: '回访', target: 5, unit: '次' };
    expect(terms({ standards: [standard] }, { standards: [more, { ...standard, target: 12 }] })).toEqual([
      '服务标准第 3 项：新增“回访，5次”',
      '服务标准第 2 项指标值：原为“10”，现更正为“12”',
    ]);
    expect(terms({ standards: [standard, more] }, { standards: [more] })).toEqual([
      '服务标准第 2 项：删除，原为“上门，10次”',
    ]);
    expect(terms({ standards: [standard] }, { standards: [] })).toEqual(['服务标准第 2 项：删除，原为“上门，10次”']);
    const criterion = { no: 2, name: '方案', kind: 'professional' as const, points: '50', levels: '优 50' };
    expect(terms({ criteria: [criterion] }, { criteria: [{ ...criterion, points: '40', levels: '优 40' }] })).toEqual([
      '评审因素第 2 项评分标准：原为“优 50”，现更正为“优 40”',
      '评审因素第 2 项分值：原为“50 分”，现更正为“40 分”',
    ]);
    expect(
      terms(
        { payments: [{ no: 1, trigger: 'signing', share: 3000 }] },
        {
          payments: [
            { no: 1, trigger: 'report', share: 2000 },
            { no: 2, trigger: 'acceptance', share: 8000 },
          ],
        },
      ),
    ).toEqual([
      '付款第 1 期付款比例：原为“30%”，现更正为“20%”',
      '付款第 1 期付款条件：原为“合同签订”，现更正为“服务报告确认”',
      '付款第 2 期：新增“验收合格后支付合同金额的 80%”',
    ]);
  });

  it('name the milestone or report of an instalment, and the fixed part of a mixed price, as the contract does', () => {
    const payment = { no: 1, trigger: 'milestone' as const, share: 10_000 };
    expect(terms({ payments: [{ ...payment, of: 1 }] }, { payments: [{ ...payment, of: 2 }] })).toEqual([
      '付款第 1 期付款条件：原为“第1项阶段性目标验收合格”，现更正为“第2项阶段性目标验收合格”',
    ]);
    // Both fields change and are said once.
    expect(terms({ payments: [payment] }, { payments: [{ ...payment, trigger: 'report' as const, of: 3 }] })).toEqual([
      '付款第 1 期付款条件：原为“阶段成果确认”，现更正为“第3期服务报告审核通过”',
    ]);
    const price = { kind: 'mixed' as const, fixed: '60000.00', items: [] };
    const last = { no: 2, trigger: 'acceptance' as const, share: 5000 };
    const mixed = { price, payments: [{ ...payment, share: 5000 }, last] };
    expect(terms({ ...mixed, payments: [{ ...payment, share: 5000 }] }, mixed)).toEqual([
      '付款第 2 期：新增“验收合格后支付固定部分的 50%”',
    ]);
    expect(terms(mixed, { ...mixed, payments: [{ ...payment, share: 5000 }] })).toEqual([
      '付款第 2 期：删除，原为“验收合格后支付固定部分的 50%”',
    ]);
    // The price is that of the lots, the payments are those of all.
    const own = { ...LOT, terms: { price } };
    const paid = (lots: TenderDocument['lots'], payments: TenderTerms['payments']) => document({ payments }, { lots });
    for (const [lots, whole] of [
      [[own], '固定部分'],
      [[own, { ...LOT, no: 2 }], '合同金额（混合计价的为固定部分）'],
    ] as const)
      expect(said(paid([...lots], []), paid([...lots], [last]))).toEqual([
        `付款第 2 期：新增“验收合格后支付${whole}的 50%”`,
      ]);
  });

  it('say a way of counting and a term of years as one thing each', () => {
    const standard = { no: 1, text: '上门', target: 10 };
    expect(
      terms(
        { standards: [{ ...standard, measure: { of: 'records' } }] },
        { standards: [{ ...standard, measure: { of: 'visits', form: 'visit' } }] },
      ),
    ).toEqual(['服务标准第 1 项计量方法：原为“按服务记录的服务次数计”，现更正为“按服务记录的服务人次计，限探访”']);
    const term = { years: 2 as const, contentFixed: true, continuous: true, fundingStable: true, priceStable: true };
    expect(
      terms({ term: { ...term, budgetAssured: false } }, { term: { ...term, years: 3, budgetAssured: true } }),
    ).toEqual([
      '合同期限：原为“2 年，服务内容固定，连续性强，经费来源稳定，价格变化幅度小”，现更正为“3 年，服务内容固定，连续性强，经费来源稳定，价格变化幅度小，年度预算有保障”',
    ]);
  });

  it('say whether the notice itself is corrected, or the documents alone', () => {
    const matter = (path: string): string => correctedMatter([{ path }]);
    expect(['/plan/deadlineAt', '/lots/0/ceiling', '/terms/criteria/0/points'].map(matter)).toEqual(
      Array.from({ length: 3 }, () => '采购公告、采购文件'),
    );
    expect(['/terms/payments/0/share', '/terms/tieRule', '/terms/term'].map(matter)).toEqual(
      Array.from({ length: 3 }, () => '采购文件'),
    );
  });
});
