import { describe, expect, it } from '@jest/globals';
import { noticeText, type NoticeSource } from './notice-text.rules.js';

const SOURCE: NoticeSource = {
  title: '社区老人居家养老服务',
  projectNo: 'K-2025-118',
  buyer: '测试采购人',
  agent: null,
  method: '竞争性磋商',
  region: null,
  budget: '200000.00',
  window: { start: '2026-01-01', end: '2026-12-31' },
  lots: [{ no: 1, name: '第一包', ceiling: '200000.00', pricing: 'competitive' }],
  terms: null,
  intention: null,
  notice: null,
  corrections: [],
  corrected: null,
  awards: [],
  panels: [],
  contracts: [
    { lot: 1, data: { number: 'HT-1', supplier: { name: '先前的测试机构' } } },
    { lot: 1, data: { number: 'HT-2', supplier: { name: '测试机构' } } },
    { lot: 2, data: { supplier: { name: '另一测试机构' } } },
  ],
  acceptances: [],
};
const text = (...acceptances: NoticeSource['acceptances']): string[] =>
  (noticeText('acceptance', { ...SOURCE, acceptances }) ?? '').split('\n');

/** Regulation article 45: of a service for the public, with its recipients, and told to the public. */
describe('the notice of an acceptance', () => {
  it('says whose performance was accepted, when, with what outcome and who took part', () => {
    const data = {
      concludedOn: '2026-12-20',
      result: 'passed',
      recipientsTookPart: true,
      publishedOn: '2026-12-21',
    } as const;
    expect(text({ lot: 1, data })).toEqual([
      '社区老人居家养老服务验收结果公告',
      '',
      '项目编号：K-2025-118',
      '采购人：测试采购人',
      '采购方式：竞争性磋商',
      '预算金额：200000.00 元',
      '第 1 包 合同编号：HT-2',
      '第 1 包 供应商：测试机构',
      '第 1 包 验收日期：2026-12-20',
      '第 1 包 验收结论：合格',
      '第 1 包 服务对象参与：已参与并出具意见',
      '第 1 包 公告日期：2026-12-21',
      '',
    ]);
  });

  it.each([
    ['partial', '部分合格'],
    ['rectify', '限期整改'],
    ['failed', '不合格'],
  ] as const)('calls %s %s', (result, words) => {
    expect(text({ lot: 2, data: { result, recipientsTookPart: false } }).slice(-4)).toEqual([
      '第 2 包 供应商：另一测试机构',
      `第 2 包 验收结论：${words}`,
      '第 2 包 服务对象参与：未参与',
      '',
    ]);
  });

  it('leaves out what is not known, of each lot and of a contract about all of them', () => {
    const told = text({ lot: null, data: { publishedOn: '2026-12' } }, { lot: 3, data: { concludedOn: '2026-12-20' } });
    expect(told.slice(-3)).toEqual(['公告日期：2026-12', '第 3 包 验收日期：2026-12-20', '']);
    expect(told.join()).not.toMatch(/undefined|null/);
  });

  it('is none where no acceptance was published', () => {
    expect(noticeText('acceptance', SOURCE)).toBeNull();
  });
});
