import {
  CORRECTIONS,
  CRITERIA,
  GROUNDS,
  KINDS,
  METHODS,
  PRICING,
  REPLACED,
  STAGES,
  TRIGGERS,
  findCodeWord,
} from './report-names.rules.js';
import { inShanghai, type Block } from '../../../kernel/documents/papers/paper.js';
import { deductionTable, formatPriceFormula } from './report-deduction.rules.js';
import type { ReviewReportDto } from './report.dto.js';

/** The whole report, block by block. */
export function composeBlocks(report: ReviewReportDto): Block[] {
  const bidders = new Map(report.bids.map(({ bid, bidder }) => [bid, bidder]));
  const bidder = (bid: string): string => bidders.get(bid) ?? bid;
  const criterion = (no: number): string => report.criteria.find((c) => c.no === no)?.name ?? String(no);
  return numberHeadings([
    { kind: 'title', text: '评审报告' },
    {
      kind: 'table',
      head: [],
      widths: [22, 78],
      rows: [
        ['项目名称', report.tender.title],
        ['采购人', report.tender.buyer],
        ['采购方式', findCodeWord(METHODS, report.tender.method)],
        ['采购包', `第 ${report.lot.no} 包 ${report.lot.name ?? ''}`],
        [
          '最高限价',
          report.lot.ceiling === null
            ? '—'
            : `${report.lot.ceiling} 元（${findCodeWord(PRICING, report.lot.pricing)}）`,
        ],
        ['投标（响应）截止', inShanghai(report.openedOn)],
        ['报告时间', inShanghai(report.reportedAt)],
      ],
    },
    ...panelBlocks(report),
    { kind: 'heading', text: '资格审查与符合性审查' },
    checkTable(report),
    ...dissentTable(report, bidder),
    ...consultationBlocks(report),
    ...explanationBlocks(report, bidder),
    ...scoreBlocks(report, bidder, criterion),
    ...correctionBlocks(report, bidder, criterion),
    ...signatureBlocks(report),
    { kind: 'text', text: `报告内容的 SHA-256：${report.sha256}` },
  ]);
}

/** Parts that a review did not need are left out; those that are there are counted through. */
function numberHeadings(blocks: readonly Block[]): Block[] {
  const numbers = [...'一二三四五六七'].values();
  return blocks.map((part) =>
    part.kind === 'heading' ? { ...part, text: `${numbers.next().value ?? ''}、${part.text}` } : part,
  );
}

function panelBlocks({ panel }: ReviewReportDto): Block[] {
  const { rule, least, members, replaced } = panel;
  return [
    { kind: 'heading', text: '评审小组' },
    {
      kind: 'table',
      head: ['编号', '姓名', '类别'],
      widths: [14, 50, 36],
      rows: members.map((m) => [`成员 ${m.no}`, m.name ?? '结果公告前不公开', findCodeWord(KINDS, m.kind)]),
    },
    {
      kind: 'text',
      text: rule
        ? `依据《${rule.document}》${rule.article}：不少于 ${least ?? 0} 人，单数，评审专家不少于三分之二。`
        : '组成评审小组之日所适用的人数规定未收录，系统不作判断。',
    },
    ...replaced.map((r): Block => ({
      kind: 'text',
      text: `更换${findCodeWord(KINDS, r.kind)}一名，事由：${findCodeWord(REPLACED, r.ground)}。${r.reason}`,
    })),
  ];
}

const OUTCOMES: Record<string, string> = {
  rejected: '不通过',
  withdrawn_in_consultation: '退出磋商',
  // Put out by a remedy before this review.
  lost: '资格已取消',
};

function checkTable(report: ReviewReportDto): Block {
  const talked = report.consultation !== null;
  return {
    kind: 'table',
    head: ['供应商', ...(talked ? ['首次报价（元）', '最后报价（元）'] : ['报价（元）']), '结果', '事由'],
    widths: talked ? [26, 15, 15, 12, 32] : [34, 16, 12, 38],
    rows: report.bids.map((b) => [
      b.bidder,
      ...(talked ? [b.firstPrice ?? '—'] : []),
      b.price ?? '—',
      OUTCOMES[b.status] ?? '通过',
      b.status === 'rejected'
        ? `${findCodeWord(STAGES, b.stage)}：${findCodeWord(GROUNDS, b.ground)}。${b.detail ?? ''}`
        : '',
    ]),
  };
}

/** Order 87 article 61: the majority decides; who found otherwise is named with it. */
function dissentTable({ dissents }: ReviewReportDto, bidder: (bid: string) => string): Block[] {
  if (dissents.length === 0) return [];
  const rows = dissents.map(({ member, stage, bid, passed, ground, detail }) => [
    `成员 ${member}`,
    `${bidder(bid)}：${findCodeWord(STAGES, stage)}`,
    `${passed ? '通过' : '不通过'}。${[findCodeWord(GROUNDS, ground), detail ?? ''].filter(Boolean).join('。')}`,
  ]);
  return [{ kind: 'table', head: ['成员', '不同意见所涉', '该成员认定'], widths: [14, 40, 46], rows }];
}

/** What of the documents changed in the talks, word for word, and until when the final offers were due. */
function consultationBlocks({ consultation }: ReviewReportDto): Block[] {
  if (consultation === null) return [];
  const { changes, finalDeadlineAt } = consultation;
  return [
    { kind: 'heading', text: '磋商情况' },
    ...(changes.length === 0 ? [{ kind: 'text', text: '磋商文件未作实质性变动。' } as const] : []),
    ...changes.map(({ no, requirement, standards, contractTerms, reason, confirmedAt }): Block => ({
      kind: 'table',
      head: [`第 ${no} 次变动`, `${inShanghai(confirmedAt)} 经采购人代表确认，同时通知全体参加磋商的供应商`],
      widths: [22, 78],
      rows: [
        ...(requirement === null ? [] : [['技术、服务要求', requirement]]),
        ...(standards.length === 0 ? [] : [['服务标准', standards.map((s) => `${s.no}. ${s.text}`).join('；')]]),
        ...(contractTerms === null ? [] : [['合同草案条款', contractTerms]]),
        ['变动理由', reason],
      ],
    })),
    { kind: 'text', text: `最后报价截止时间：${inShanghai(finalDeadlineAt)}。评分与排序以最后报价为准。` },
  ];
}

function explanationBlocks({ explanations }: ReviewReportDto, bidder: (bid: string) => string): Block[] {
  if (explanations.length === 0) return [];
  return [
    { kind: 'heading', text: '异常低价审查' },
    {
      kind: 'table',
      head: ['供应商', '情形', '说明', '认定'],
      widths: [22, 22, 30, 26],
      rows: explanations.map((e) => [
        bidder(e.bid),
        e.triggers.length === 0 ? e.reason : e.triggers.map((t) => findCodeWord(TRIGGERS, t)).join('；'),
        e.text ?? '未在期限内说明',
        `${e.accepted === true ? '报价合理' : '不能证明报价合理，作无效处理'}。${e.decisionReason ?? ''}`,
      ]),
    },
  ];
}

function scoreBlocks(
  report: ReviewReportDto,
  bidder: (bid: string) => string,
  criterion: (no: number) => string,
): Block[] {
  const { criteria, offers, scores, ties, panel } = report;
  const priced = offers.some(({ priceScore }) => priceScore !== null);
  const scored = offers[0]?.means.map((m) => m.criterion) ?? [];
  return [
    { kind: 'heading', text: '评分与排序' },
    {
      kind: 'table',
      head: ['评审因素', '类别', '分值'],
      widths: [50, 30, 20],
      rows: criteria.map((c) => [c.name, findCodeWord(CRITERIA, c.kind), c.points]),
    },
    ...scored.map((no): Block => ({
      kind: 'table',
      head: [criterion(no), ...panel.members.map((m) => `成员 ${m.no}`), '平均'],
      widths: [30, ...panel.members.map(() => 56 / panel.members.length), 14],
      rows: offers.map((offer) => [
        bidder(offer.bid),
        ...panel.members.map(
          (m) => scores.find((s) => s.member === m.no && s.bid === offer.bid && s.criterion === no)?.points ?? '',
        ),
        offer.means.find((mean) => mean.criterion === no)?.points ?? '',
      ]),
    })),
    ...commentTable(report, bidder, criterion),
    ...deductionTable(report, bidder),
    {
      kind: 'table',
      head: ['名次', '供应商', ...(priced ? ['价格分'] : []), '总分', '精确值'],
      widths: priced ? [10, 42, 14, 14, 20] : [10, 50, 16, 24],
      rows: offers.map((o) => [
        String(o.rank),
        bidder(o.bid),
        ...(priced ? [o.priceScore ?? '—'] : []),
        report.scoring === 'lowest_price' ? '—' : o.total,
        report.scoring === 'lowest_price' ? '—' : o.exact,
      ]),
    },
    {
      kind: 'text',
      text:
        `各评审因素得分为全体成员评分的算术平均；${formatPriceFormula(report)}计算全程使用精确分数，` +
        '名次按精确值排列，表中所列分值四舍五入保留两位小数。',
    },
    ...ties.map(({ bids: tied }): Block => ({
      kind: 'text',
      text: `${tied.map(bidder).join('、')}并列，由采购人按采购文件规定的方式确定；采购文件未规定的，随机抽取。`,
    })),
  ];
}

/** What members said beside their points, where any did. */
function commentTable(
  { scores }: ReviewReportDto,
  bidder: (bid: string) => string,
  criterion: (no: number) => string,
): Block[] {
  const rows = scores.flatMap(({ member, bid, criterion: no, comment }) =>
    comment === null ? [] : [[`成员 ${member}`, bidder(bid), criterion(no), comment]],
  );
  return rows.length === 0
    ? []
    : [{ kind: 'table', head: ['成员', '供应商', '评审因素', '评分说明'], widths: [12, 26, 18, 44], rows }];
}

function correctionBlocks(
  { corrections }: ReviewReportDto,
  bidder: (bid: string) => string,
  criterion: (no: number) => string,
): Block[] {
  if (corrections.length === 0) return [];
  return [
    { kind: 'heading', text: '评分修改' },
    {
      kind: 'table',
      head: ['成员', '供应商', '评审因素', '原分', '改后', '事由'],
      widths: [10, 24, 18, 9, 9, 30],
      rows: corrections.map((c) => [
        `成员 ${c.member}`,
        bidder(c.bid),
        criterion(c.criterion),
        c.from,
        c.to,
        `${findCodeWord(CORRECTIONS, c.ground)}。${c.reason}`,
      ]),
    },
  ];
}

function signatureBlocks({ panel: { members } }: ReviewReportDto): Block[] {
  return [
    { kind: 'heading', text: '签字' },
    {
      kind: 'table',
      head: ['成员', '签字时间', '不同意见或未签字说明'],
      widths: [20, 26, 54],
      rows: members.map((m) => [
        `成员 ${m.no}`,
        m.signedAt === null ? '未签字' : inShanghai(m.signedAt),
        m.dissent ?? (m.unsigned === null ? '' : `视为同意评审结果。${m.unsigned}`),
      ]),
    },
  ];
}
