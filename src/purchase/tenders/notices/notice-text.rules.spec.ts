import { describe, expect, it } from '@jest/globals';
import { noticeText, type TextKind } from './notice-text.rules.js';
import type { NoticeBody, NoticeSource } from './notice-source.js';

const SOURCE: NoticeSource = {
  title: '社区老人居家养老服务',
  projectNo: 'K-2025-118',
  buyer: { name: '测试采购人', address: null, contactName: null, contactPhone: null },
  jointBuyers: [],
  agent: null,
  method: '竞争性磋商',
  tendered: false,
  here: true,
  region: null,
  budget: '200000.00',
  window: { start: '2026-01-01', end: '2026-12-31' },
  lots: [{ no: 1, name: '第一包', ceiling: '200000.00', pricing: 'competitive' }],
  terms: null,
  plan: null,
  intention: null,
  notice: null,
  corrections: [],
  corrected: null,
  awards: [],
  panels: [],
  talked: new Map(),
  contracts: [
    { lot: 1, data: { number: 'HT-1', supplier: { name: '先前的测试机构' } } },
    { lot: 1, data: { number: 'HT-2', supplier: { name: '测试机构' } } },
    { lot: 2, data: { supplier: { name: '另一测试机构' } } },
  ],
  acceptances: [],
  failures: [],
  addresses: new Map(),
};
const text = (...acceptances: NoticeSource['acceptances']): string[] =>
  (noticeText('acceptance', { ...SOURCE, acceptances })?.text ?? '').split('\n');

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

/** Caiku [2020] 50, Order 87 articles 13 and 69, [2014] 214 articles 7 and 29: what a notice says, and what is left to write. */
describe('what the rules ask of a notice', () => {
  const told = (kind: TextKind, more: Partial<NoticeSource>) => noticeText(kind, { ...SOURCE, ...more });
  const BODY: NoticeBody = {
    name: '测试机关',
    address: '测试路 1 号',
    contactName: '测试联系人',
    contactPhone: '010-1',
  };
  const notice = {
    lot: null,
    data: { publishedOn: '2025-11-03', documentsFrom: '2025-11-03', deadline: '2025-11-14' },
  };

  it('stands as a blank where nothing on record says it, and is listed', () => {
    const blank = told('tender', { notice });
    expect(blank?.text).toContain('采购人地址：＿＿＿＿\n采购人联系方式：＿＿＿＿\n项目联系人：＿＿＿＿\n');
    expect(blank?.missing).toEqual([
      '采购需求',
      '供应商资格要求',
      '评审办法',
      '采购文件的获取地点、方式和售价',
      '开启时间',
      '响应文件提交和开启地点',
      '公告期限',
      '采购人地址',
      '采购人联系方式',
      '项目联系人',
      '项目联系电话',
    ]);
    const agent = { ...BODY, name: '测试代理机构', contactPhone: '010-2' };
    const full = told('tender', { notice, buyer: BODY, agent, plan: { noticeTo: '2025-11-06' } });
    expect(full?.text).toContain('公告期限：2025-11-03 至 2025-11-06');
    expect(full?.text.split('\n').slice(-7)).toEqual([
      '采购人地址：测试路 1 号',
      '采购人联系方式：010-1',
      '采购代理机构地址：测试路 1 号',
      '采购代理机构联系方式：010-2',
      '项目联系人：测试联系人',
      '项目联系电话：010-2',
      '',
    ]);
  });

  it('has where documents are obtained and handed in from the documents', () => {
    const terms = { obtaining: '线上免费获取', handingIn: '测试路 1 号开标室' };
    const full = told('tender', { notice, terms });
    expect(full?.text).toContain('采购文件的获取地点、方式和售价：线上免费获取\n');
    expect(full?.text).toContain('响应文件提交和开启地点：测试路 1 号开标室\n');
    expect(full?.missing).not.toEqual(expect.arrayContaining([expect.stringMatching('售价|开启地点')]));
  });

  it('says where bidders may see the places of the service, if the documents plan it', () => {
    const terms = { siteVisit: '2025-11-20 9:30，示例社区服务中心' };
    expect(told('tender', { notice, terms })?.text).toContain('现场考察或答疑会：2025-11-20 9:30，示例社区服务中心\n');
    expect(told('tender', { notice })?.text).not.toContain('现场考察');
  });

  it('stands as a blank where its last day was over before the notice officially appeared', () => {
    const data = { publishedOn: '2025-11-13', documentsFrom: '2025-11-13', documentsTo: '2025-11-10' };
    const late = told('tender', { notice: { lot: null, data }, plan: { noticeTo: '2025-11-06' } });
    expect(late?.missing).toEqual(expect.arrayContaining(['采购文件提供期限', '公告期限']));
    expect(late?.text).not.toMatch(/11-10|11-06/);
  });

  it('of a purchase conducted elsewhere does not say who may bid', () => {
    expect(told('tender', { notice })?.text).toContain('是否接受联合体：否');
    expect(told('tender', { notice, here: false })?.text).not.toContain('联合体');
  });

  it('says of an intent when the purchase is expected, to the month', () => {
    const intention = { lot: null, data: { publishedOn: '2025-10-01' } };
    expect(told('intent', { intention, plan: { issueOn: '2025-11-03' } })?.text).toContain(
      '预计采购时间：2025年11月\n',
    );
    // There is no number yet.
    expect(told('intent', { intention, projectNo: null })?.missing).toEqual(['需求概况', '预计采购时间']);
  });

  it('says 中标 and the winner’s total of a tender that is scored, 成交 of every other', () => {
    const awards = [{ lot: 1, data: { supplier: { organisation: 'o', name: '测试机构' }, amount: '150000.00' } }];
    const members = [
      { name: '甲', kind: 'expert' },
      { name: '乙', kind: 'buyer_representative' },
    ];
    const panels = [{ lot: 1, members, total: '90.00' }];
    const addresses = new Map([['o', '测试路 2 号']]);
    const scored = { awards, panels, addresses, tendered: true, terms: { scoring: 'comprehensive' as const } };
    expect(told('result', scored)?.text.split('\n').slice(6, 14)).toEqual([
      '项目名称：社区老人居家养老服务',
      '第 1 包 中标供应商：测试机构',
      '第 1 包 中标供应商地址：测试路 2 号',
      '第 1 包 中标金额：150000.00 元',
      '第 1 包 主要标的：第一包',
      '第 1 包 中标供应商评审总得分：90.00',
      '第 1 包 公告期限：1 个工作日',
      '第 1 包 评审专家名单：甲、乙（采购人代表）',
    ]);
    const lowest = told('result', { ...scored, terms: { scoring: 'lowest_price' } })?.text;
    const consulted = told('result', { ...scored, tendered: false })?.text;
    expect([lowest, consulted].map((each) => each?.includes('总得分'))).toEqual([false, false]);
    expect(consulted).toContain('第 1 包 成交供应商：测试机构');
    expect(consulted).toContain('第 1 包 磋商小组成员名单：甲、乙（采购人代表）');
    expect(consulted).not.toContain('中标');
  });

  it('says of each lot what was awarded, with what its talks changed, and of a contract its own words', () => {
    const standards = [{ no: 1, text: '上门服务', target: 9600, unit: '人次' }];
    const window = { start: '2026-01-01', end: '2026-12-31' };
    const lots = [1, 2].map((no) => ({ no, name: `包${no}`, ceiling: null, pricing: null }));
    const awards = [1, 2].map((lot) => ({ lot, data: { amount: '1.00' } }));
    const talked = new Map([
      [
        2,
        [
          { requirement: '每周上门两次', standards: null },
          { requirement: null, standards },
        ],
      ],
    ]);
    const common = { lots, awards, talked, terms: { requirement: '每周上门一次' } };
    const lines = (kind: TextKind, more: Partial<NoticeSource> = {}) =>
      (told(kind, { ...common, ...more })?.text.split('\n') ?? []).filter((line) =>
        /^(第 . 包 (服务|履行)| )/.test(line),
      );
    expect(lines('result')).toEqual([
      '第 1 包 服务要求：每周上门一次',
      '第 1 包 服务时间：2026-01-01 至 2026-12-31',
      '第 2 包 服务要求：每周上门两次',
      '第 2 包 服务时间：2026-01-01 至 2026-12-31',
      '第 2 包 服务标准：',
      '  1. 上门服务，9600人次',
    ]);
    const amended = { start: '2026-02-01', end: '2027-01-31' };
    const contracts = [
      { lot: 1, data: { window }, service: { requirement: '每周上门三次', standards: [], window: amended } },
      { lot: 2, data: { window } },
    ];
    expect(lines('contract', { contracts })).toEqual([
      '第 1 包 履行期限：2026-02-01 至 2027-01-31',
      '第 1 包 服务要求：每周上门三次',
      '第 1 包 服务时间：2026-02-01 至 2027-01-31',
      '第 2 包 履行期限：2026-01-01 至 2026-12-31',
      '第 2 包 服务要求：每周上门两次',
      '第 2 包 服务时间：2026-01-01 至 2026-12-31',
      '第 2 包 服务标准：',
      '  1. 上门服务，9600人次',
    ]);
  });

  it('asks for the fee of an agent where there is one', () => {
    const awards = [{ lot: 1, data: { amount: '1.00' } }];
    expect(told('result', { awards })?.missing).not.toContain('代理服务收费标准及金额');
    expect(told('result', { awards, agent: BODY })?.missing).toContain('代理服务收费标准及金额');
    const said = told('result', { awards, agent: BODY, terms: { agencyFee: '成交金额的 1%' } });
    expect(said?.text).toContain('代理服务收费标准及金额：成交金额的 1%');
  });
});
