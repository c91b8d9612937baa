import { describe, expect, it } from '@jest/globals';
import { constants, inflateSync } from 'node:zlib';
import { inShanghai } from '../../../kernel/documents/papers/paper.js';
import { writePdf } from '../../../kernel/documents/papers/paper-pdf.js';
import { chooseForm } from './report-answer.js';
import { reportAsHtml } from './report-html.js';
import { composeBlocks } from './report-layout.rules.js';
import type { ReviewReportDto } from './report.dto.js';

const BIDS = ['a', 'b', 'c', 'd'].map((bid, i): ReviewReportDto['bids'][number] => ({
  bid,
  bidder: `测试数据：第${'一二三四'[i] ?? ''}社会工作服务中心${i === 1 ? '（名称较长，用来看表格里的换行是否正确）' : ''}`,
  price: ['150000.00', '180000.00', '180000.00', '60000.00'][i] ?? null,
  firstPrice: null,
  status: i === 3 ? 'rejected' : 'valid',
  stage: i === 3 ? 'price' : null,
  ground: i === 3 ? 'price_unexplained' : null,
  detail: i === 3 ? '<b>未</b>能说明成本构成 & 人员投入' : null,
}));

/** Test data: what a report of five members, four bids and many criteria looks like. */
const REPORT: ReviewReportDto = {
  sha256: '0'.repeat(64),
  tender: { id: 't', title: '测试数据：社区老人居家养老服务', method: 'OPEN_TENDER', buyer: '测试数据：区民政局' },
  lot: { no: 1, name: '第一包', ceiling: '200000.00', pricing: 'competitive' },
  openedOn: '2026-02-02T01:30:00.000Z',
  reportedAt: '2026-02-02T08:05:00.000Z',
  panel: {
    least: 5,
    rule: {
      id: 'COMMITTEE-TENDER-5',
      document: '政府采购货物和服务招标投标管理办法（财政部令第87号）',
      article: '第四十七条',
    },
    members: [1, 2, 3, 4, 5].map((no) => ({
      no,
      name: no === 5 ? null : `测试成员${no}`,
      kind: no === 5 ? 'buyer_representative' : 'expert',
      dissent: no === 3 ? '认为第二中心的方案得分偏高，理由是人员排班与服务时间不符。' : null,
      unsigned: no === 5 ? '拒绝签字且不说明理由' : null,
      signedAt: no === 5 ? null : '2026-02-02T08:00:00.000Z',
    })),
    replaced: [{ kind: 'expert', ground: 'recusal', reason: '三年内曾任供应商理事。' }],
  },
  consultation: null,
  scoring: 'comprehensive',
  criteria: [
    { no: 1, name: '报价', kind: 'price', points: '20' },
    ...Array.from({ length: 8 }, (_, i) => ({
      no: i + 2,
      name: `评审因素${i + 2}`,
      kind: 'professional' as const,
      points: '10',
    })),
  ],
  bids: BIDS,
  dissents: [
    { member: 2, stage: 'conformity', bid: 'a', passed: false, ground: 'unsigned', detail: '承诺函未加盖公章' },
  ],
  offers: ['a', 'b', 'c'].map((bid, i) => ({
    bid,
    rank: i === 0 ? 1 : 2,
    means: Array.from({ length: 8 }, (_, n) => ({ criterion: n + 2, points: '8.20' })),
    priceScore: i === 0 ? '20.00' : '16.67',
    total: i === 0 ? '85.60' : '82.27',
    exact: i === 0 ? '428/5' : '1234/15',
  })),
  ties: [{ bids: ['b', 'c'] }],
  scores: ['a', 'b', 'c'].flatMap((bid) =>
    [1, 2, 3, 4, 5].flatMap((member) =>
      Array.from({ length: 8 }, (_, n) => ({ member, bid, criterion: n + 2, points: `8.${member}0`, comment: null })),
    ),
  ),
  corrections: [
    { member: 4, bid: 'a', criterion: 2, from: '1.00', to: '8.00', ground: 'extreme', reason: '小组一致认定畸低' },
  ],
  explanations: [
    {
      bid: 'd',
      triggers: ['LOWPRICE-AVG-50', 'LOWPRICE-2ND-50', 'LOWPRICE-CEIL-45'],
      reason: '报价明显偏低',
      dueAt: '2026-02-02T03:00:00.000Z',
      text: null,
      accepted: false,
      decisionReason: '未能说明成本构成',
    },
  ],
};

/** What is drawn on each page, in PDF's own words. */
function pagesOf(made: Buffer): string[] {
  const pages: string[] = [];
  for (let at = made.indexOf('stream\n'); at >= 0; at = made.indexOf('stream\n', at)) {
    const end = made.indexOf('endstream', at);
    const content = made.subarray(at + 'stream\n'.length, end);
    if (content[0] === 0x78) {
      const text = inflateSync(content, { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1');
      if (/ Tf\b/.test(text)) pages.push(text);
    }
    at = end + 'endstream'.length;
  }
  return pages;
}

describe('the report on paper', () => {
  const blocks = composeBlocks(REPORT);

  it('says who reviewed, who was rejected and why, what each member gave, who dissented', () => {
    const text = JSON.stringify(blocks);
    for (const part of [
      '回避',
      '不能证明报价合理性',
      '并列',
      '评分畸高、畸低',
      '视为同意评审结果',
      '1234/15',
      '不少于 5 人',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('"null"');
    const headings = (report: ReviewReportDto) =>
      composeBlocks(report).flatMap((b) => (b.kind === 'heading' ? [b.text] : []));
    expect(headings(REPORT)).toHaveLength(6);
    expect(headings({ ...REPORT, explanations: [], corrections: [] })).toEqual([
      '一、评审小组',
      '二、资格审查与符合性审查',
      '三、评分与排序',
      '四、签字',
    ]);
    for (const block of blocks)
      if (block.kind === 'table') {
        expect(Math.round(block.widths.reduce((sum, width) => sum + width, 0))).toBe(100);
        for (const row of block.rows) expect(row).toHaveLength(block.widths.length);
      }
  });

  it('says of a consultation what was offered first and last, and what the talks changed', () => {
    const [first, ...others] = REPORT.bids;
    const consulted: ReviewReportDto = {
      ...REPORT,
      bids: [
        { ...(first as (typeof REPORT.bids)[number]), price: '170000.00', firstPrice: '180000.00' },
        ...others.map((bid, i) =>
          i === 0
            ? { ...bid, status: 'withdrawn_in_consultation' as const, price: null, firstPrice: '190000.00' }
            : bid,
        ),
      ],
      consultation: {
        finalDeadlineAt: '2025-11-14T08:00:00.000Z',
        changes: [
          {
            no: 1,
            requirement: '每周上门两次',
            standards: [{ no: 1, text: '满意度不低于九成' }],
            contractTerms: null,
            reason: '磋商中明确',
            confirmedAt: '2025-11-14T06:00:00.000Z',
          },
        ],
      },
    };
    const laid = composeBlocks(consulted);
    const text = JSON.stringify(laid);
    for (const part of [
      '180000.00',
      '170000.00',
      '退出磋商',
      '每周上门两次',
      '1. 满意度不低于九成',
      '2025-11-14 16:00',
    ])
      expect(text).toContain(part);
    expect(laid.filter((b) => b.kind === 'heading')).toHaveLength(7);
    expect(laid.flatMap((b) => (b.kind === 'heading' ? [b.text] : []))[2]).toBe('三、磋商情况');
    for (const block of laid)
      if (block.kind === 'table') for (const row of block.rows) expect(row).toHaveLength(block.widths.length);
  });

  it('prints what members said beside their points, and no such table where none did', () => {
    const comment = '人员排班与服务时间相符';
    const tables = (report: ReviewReportDto) =>
      composeBlocks(report).flatMap((block) =>
        block.kind === 'table' && block.head.includes('评分说明') ? [block] : [],
      );
    expect(tables(REPORT)).toEqual([]);
    const scores = REPORT.scores.map((s) =>
      s.member === 3 && s.bid === 'b' && s.criterion === 4 ? { ...s, comment } : s,
    );
    const [table, ...others] = tables({ ...REPORT, scores });
    expect([table?.rows, others]).toEqual([[['成员 3', BIDS[1]?.bidder, '评审因素4', comment]], []]);
    expect(table?.widths.reduce((sum, width) => sum + width, 0)).toBe(100);
  });

  it('has its moments in Shanghai', () => {
    expect(inShanghai('2026-02-02T16:05:59.999Z')).toBe('2026-02-03 00:05');
  });

  it('is a page that runs nothing that was written into it', () => {
    const html = reportAsHtml('评审报告', blocks);
    expect(html).toContain('&lt;b&gt;未&lt;/b&gt;能说明成本构成 &amp; 人员投入');
    expect(html).not.toMatch(/<b>|<script|https?:/);
    // Each table says how wide its columns are, and the columns of each are the page.
    const groups = [...html.matchAll(/<colgroup>(.*?)<\/colgroup>/g)].map(([, cols = '']) =>
      [...cols.matchAll(/width="([\d.]+)%"/g)].reduce((sum, [, width]) => sum + Number(width), 0),
    );
    expect(groups).toHaveLength(html.match(/<table>/g)?.length ?? 0);
    for (const width of groups) expect(Math.round(width)).toBe(100);
  });

  it('goes on over as many pages as the longest answer takes, each with its number and the head of the table', async () => {
    const [explained] = REPORT.explanations;
    const pagesWith = async (text: string | null) => {
      const explanations = [{ ...(explained as (typeof REPORT.explanations)[number]), text }];
      const made = await writePdf({
        title: '评审报告',
        madeAt: new Date(REPORT.reportedAt),
        blocks: composeBlocks({ ...REPORT, explanations }),
        language: 'zh',
      });
      return made.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
    };
    // Twenty thousand signs are the most that is taken: some thirty lines of fifteen signs are more than forty pages.
    const pages = (await pagesWith('说明成本构成与人员投入。'.repeat(1666))) - (await pagesWith('说明'));
    expect(pages).toBeGreaterThan(15);
    expect(pages).toBeLessThan(45);
  });

  it('has no heading at the end of a page', async () => {
    const [explained] = REPORT.explanations;
    for (let lines = 1; lines <= 60; lines += 3) {
      const explanations = [
        { ...(explained as (typeof REPORT.explanations)[number]), text: '说明成本。'.repeat(4 * lines) },
      ];
      const made = await writePdf({
        title: '评审报告',
        madeAt: new Date(REPORT.reportedAt),
        blocks: composeBlocks({ ...REPORT, explanations }),
        language: 'zh',
      });
      for (const page of pagesOf(made)) {
        const sizes = [...page.matchAll(/\/F\d+ (\d+) Tf/g)].map(([, size]) => Number(size));
        expect([lines, sizes.length > 0 && sizes.at(-1)]).toEqual([lines, 8]);
        // The number of the page comes last; before it stands what a heading is the heading of.
        expect([lines, sizes.at(-2)]).not.toEqual([lines, 13]);
      }
    }
  });

  it('is a PDF with its own Chinese font, the same each time', async () => {
    const make = () => writePdf({ title: '评审报告', madeAt: new Date(REPORT.reportedAt), blocks, language: 'zh' });
    const [one, two] = await Promise.all([make(), make()]);
    expect(one.equals(two)).toBe(true);
    expect(one.subarray(0, 5).toString()).toBe('%PDF-');
    expect(one.includes('NotoSansSC')).toBe(true);
    expect(one.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1);
    expect(one.length).toBeLessThan(400_000);
  });

  it('is a page without controls, and without marks that turn the figures beside a name', () => {
    const rows = [['甲\u202e机构\u0007', '1,234.50']];
    const page = reportAsHtml('报告\u2066', [{ kind: 'table', head: ['名\u200f称', '报价'], widths: [50, 50], rows }]);
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
    expect(page).toContain('<td>甲 机构 </td><td>1,234.50</td>');
  });

  it('comes in the form that is named', () => {
    expect(chooseForm(undefined)).toBe('application/json');
    expect(chooseForm('*/*')).toBe('application/json');
    expect(chooseForm('application/pdf')).toBe('application/pdf');
    expect(chooseForm('text/html,application/xhtml+xml,*/*;q=0.8')).toBe('text/html');
    expect(chooseForm('text/html;q=0.1, application/json')).toBe('application/json');
    expect(chooseForm('application/pdf;q=0')).toBe('application/json');
  });
});
