import { listChineseWords } from '../../../law/code-lists/code-lists.js';
import { documentOfLot } from '../conducted/terms/lot-documents.rules.js';
import { listDocumentChanges, type DocumentChange } from './document-changes.rules.js';
import {
  CHALLENGES_AT_ONCE,
  criterionText,
  lotText,
  percent,
  SCORING_TEXTS,
  formatMoment,
  standardText,
  yuan,
  type NoticeLot,
} from '../notices/notice-parts.rules.js';
import { formatPriceLines, toUnitPrice } from '../conducted/terms/price.rules.js';
import { formatServiceDays } from '../conducted/terms/prices/service-days.rules.js';
import type { TenderDocument } from '../conducted/terms/document-types.js';
import { formatSmePolicy } from '../conducted/terms/sme/sme-policy.rules.js';
import type { PriceTerm } from '../conducted/terms/price-types.js';
import type { AnnouncedTerm, Criterion, PaymentShare, Scoring, Standard } from '../conducted/terms/terms-types.js';

/** Two revisions of the documents and what was changed between them. */
export interface Corrected {
  reason: string | null;
  changes: readonly DocumentChange[];
  before: TenderDocument;
  after: TenderDocument;
}

type Words = (value: unknown) => string | null;
const text: Words = (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : null);
const share: Words = (value) => (typeof value === 'number' ? percent(value) : null);
const money: Words = (value) => yuan(text(value));
const moment: Words = (value) => formatMoment(text(value));
const createLabelWords =
  (labels: Readonly<Record<string, string>>): Words =>
  (value) =>
    typeof value === 'string' ? (labels[value] ?? value) : null;

const TRIGGERS = createLabelWords({
  signing: '合同签订',
  milestone: '阶段成果确认',
  report: '服务报告确认',
  acceptance: '验收合格',
});
/** As the contract says it, where the instalment waits for a milestone or a report by its number. */
const NUMBERED_TRIGGERS: Readonly<Record<string, (of: number) => string>> = {
  milestone: (of) => `第${of}项阶段性目标验收合格`,
  report: (of) => `第${of}期服务报告审核通过`,
};
const triggerText = ({ trigger, of }: PaymentShare): string | null =>
  (typeof of === 'number' ? NUMBERED_TRIGGERS[trigger]?.(of) : undefined) ?? TRIGGERS(trigger);
const CRITERION_KINDS = createLabelWords({
  price: '价格',
  professional: '服务',
  business: '商务',
  performance: '业绩',
});
/** Of a mixed price the instalments pay the fixed part alone; lots may differ in their price and share their payments. */
const paidAmountText = (document: TenderDocument): string => {
  const sharing = document.lots.filter(({ terms }) => !('payments' in (terms ?? {})));
  const documents = sharing.length === 0 ? [document] : sharing.map(({ no }) => documentOfLot(document, no));
  const mixed = documents.filter(({ terms }) => toUnitPrice(terms.price)?.kind === 'mixed').length;
  if (mixed === 0) return '合同金额';
  return mixed === documents.length ? '固定部分' : '合同金额（混合计价的为固定部分）';
};
const paymentText = (payment: PaymentShare, document: TenderDocument): string =>
  `${triggerText(payment)}后支付${paidAmountText(document)}的 ${percent(payment.share)}`;

/** The conditions of a term of more than a year (Caiku [2014] 37), as far as they are said to hold. */
const termText: Words = (value) => {
  if (value === null || value === undefined) return null;
  const term = value as AnnouncedTerm;
  const holds = [
    term.contentFixed && '服务内容固定',
    term.continuous && '连续性强',
    term.fundingStable && '经费来源稳定',
    term.priceStable && '价格变化幅度小',
    term.budgetAssured && '年度预算有保障',
  ].filter((condition) => condition !== false);
  return [`${term.years} 年`, ...holds].join('，');
};

const PRICE_KINDS = { units: '按量计价', mixed: '固定部分与按量计价相结合' } as const;
const priceText = (price: PriceTerm | null | undefined): string => {
  const units = toUnitPrice(price);
  if (units === null || units.kind === 'sum') return '总价';
  return [PRICE_KINDS[units.kind], units.fixed && `固定部分最高 ${units.fixed} 元`, ...formatPriceLines(units)]
    .filter(Boolean)
    .join('；');
};

type FieldWords = (value: unknown, member: unknown) => string | null;
/** What an instalment waits for is one thing, whichever of its two fields changes. */
const TRIGGER_FIELD: readonly [string, FieldWords] = ['付款条件', (_, payment) => triggerText(payment as PaymentShare)];

/** A list of numbered members: how one is called, how it reads as a whole in its document, and its fields. */
interface Members {
  of: (document: TenderDocument) => readonly { no: number }[];
  name: (no: number) => string;
  whole: (member: unknown, document: TenderDocument) => string | null;
  fields: Readonly<Record<string, readonly [name: string, words: FieldWords]>>;
}
const LISTS: Readonly<Record<string, Members>> = {
  '/lots': {
    of: ({ lots }) => lots,
    name: (no) => `第 ${no} 包`,
    whole: (lot) => lotText(lot as NoticeLot),
    fields: {
      name: ['名称', text],
      ceiling: ['最高限价', money],
      pricing: ['计价方式', createLabelWords(listChineseWords('pricing'))],
    },
  },
  '/terms/standards': {
    of: ({ terms }) => terms.standards,
    name: (no) => `服务标准第 ${no} 项`,
    whole: (standard) => standardText(standard as Standard),
    fields: {
      text: ['内容', text],
      target: ['指标值', text],
      unit: ['计量单位', text],
      measure: [
        '计量方法',
        (measure) =>
          measure ? standardText({ text: '', measure: measure as NonNullable<Standard['measure']> }) : null,
      ],
    },
  },
  '/terms/criteria': {
    of: ({ terms }) => terms.criteria,
    name: (no) => `评审因素第 ${no} 项`,
    whole: (criterion) => criterionText(criterion as Criterion),
    fields: {
      name: ['名称', text],
      kind: ['类别', CRITERION_KINDS],
      points: ['分值', (points) => (text(points) === null ? null : `${text(points)} 分`)],
      levels: ['评分标准', text],
      limitedTo: ['限定范围', createLabelWords({ region: '特定区域', trade: '特定行业' })],
    },
  },
  '/terms/payments': {
    of: ({ terms }) => terms.payments,
    name: (no) => `付款第 ${no} 期`,
    whole: (payment, document) => paymentText(payment as PaymentShare, document),
    fields: { trigger: TRIGGER_FIELD, of: TRIGGER_FIELD, share: ['付款比例', share] },
  },
};

/** Members of the documents that stand alone. */
const SINGLE: Readonly<Record<string, readonly [name: string, words: Words]>> = {
  '/plan/deadlineAt': ['提交截止时间', moment],
  '/plan/documentsTo': ['采购文件提供截止日', text],
  '/plan/noticeTo': ['公告截止日', text],
  '/plan/issueOn': ['采购文件发出日', text],
  '/plan/intentOn': ['采购意向公开日', text],
  '/terms/requirement': ['采购需求', text],
  '/terms/scoring': ['评审办法', (value) => (text(value) === null ? null : SCORING_TEXTS[value as Scoring])],
  '/terms/tieRule': ['得分相同时的处理', text],
  '/terms/lowPriceShare': ['异常低价审查的报价比例', share],
  '/terms/standstillDays': ['签订合同前的静默天数', (days) => (text(days) === null ? null : `${text(days)} 日`)],
  '/terms/bidBond': ['保证金', money],
  '/terms/performanceBond': ['履约保证金占合同金额的比例', share],
  '/terms/agencyFee': ['代理服务收费标准及金额', text],
  '/terms/obtaining': ['采购文件的获取地点、方式和售价', text],
  '/terms/handingIn': ['提交和开启地点', text],
  '/terms/openingAt': ['开启时间', moment],
  '/terms/siteVisit': ['现场考察或答疑会', text],
  '/terms/challengesAtOnce': ['质疑的提出', (at) => (at === true ? CHALLENGES_AT_ONCE : null)],
  '/terms/term': ['合同期限', termText],
  '/terms/negativeList': [
    '不得购买事项的核对',
    (kind) => (kind === 'none' ? '不属于不得纳入政府购买服务范围的事项' : null),
  ],
  '/category': ['采购类别', text],
};

const LISTED = /^(\/lots|\/terms\/(?:standards|criteria|payments))\/(\d+)(?:\/(\w+))?/;
const quoteWords = (words: string | null): string => `“${words ?? '（无）'}”`;
const describeChange = (name: string, before: string | null, after: string | null): string =>
  `${name}：原为${quoteWords(before)}，现更正为${quoteWords(after)}`;

/** Each thing that was changed, once, by its name and number, in the words of a notice. */
export function correctionTexts({ changes, before, after }: Corrected): string[] {
  const lines = changes
    .filter(({ path }) => !OWN_OF_LOT.test(path))
    .map((change) => `${formatScope(change, after)}${changeText(change, before, after)}`);
  const own = after.lots.flatMap(({ no }) =>
    lotChanges(before, after, no).map(
      (change) => `第 ${no} 包${changeText(change, documentOfLot(before, no), documentOfLot(after, no))}`,
    ),
  );
  return [...new Set([...lines, ...own])];
}

const OWN_OF_LOT = /^\/lots\/\d+\/terms(\/|$)/;

/** What changes of a lot in the members that it says, or said, for itself. */
function lotChanges(before: TenderDocument, after: TenderDocument, no: number): DocumentChange[] {
  const find = ({ lots }: TenderDocument) => lots.find((lot) => lot.no === no)?.terms ?? {};
  const names = Object.keys({ ...find(before), ...find(after) });
  const pick = (document: TenderDocument) => ({
    terms: Object.fromEntries(
      Object.entries(documentOfLot(document, no).terms).filter(([name]) => names.includes(name)),
    ),
  });
  return listDocumentChanges(pick(before), pick(after));
}

/** What the documents say of every lot does not hold for one that says it for itself. */
function formatScope({ path }: DocumentChange, { lots }: TenderDocument): string {
  const [, name = ''] = /^\/terms\/(\w+)/.exec(path) ?? [];
  const others = lots.flatMap(({ no, terms }) => (name in (terms ?? {}) ? [`第 ${no} 包`] : []));
  return others.length === 0 ? '' : `各包（${others.join('、')}除外）`;
}

function changeText(change: DocumentChange, before: TenderDocument, after: TenderDocument): string {
  const [, path, place, field] = LISTED.exec(change.path) ?? [];
  const members = path === undefined ? undefined : LISTS[path];
  return members === undefined
    ? singleText(change, before, after)
    : memberText(members, { place: Number(place), field, isGone: change.after === undefined }, before, after);
}

function memberText(
  { of, name, whole, fields }: Members,
  { place, field, isGone }: { place: number; field: string | undefined; isGone: boolean },
  before: TenderDocument,
  after: TenderDocument,
): string {
  // What is gone as a whole is counted in the earlier document, everything else in the later one.
  const no = (field === undefined && isGone ? of(before) : of(after))[place]?.no ?? place + 1;
  const [old, now] = [of(before), of(after)].map((list) => list.find((member) => member.no === no));
  if (old === undefined) return `${name(no)}：新增${quoteWords(whole(now, after))}`;
  if (now === undefined) return `${name(no)}：删除，原为${quoteWords(whole(old, before))}`;
  const known = fields[field ?? ''];
  if (known === undefined) return describeChange(name(no), whole(old, before), whole(now, after));
  const [called, words] = known;
  const part = (member: object): string | null => words((member as Record<string, unknown>)[field ?? ''], member);
  return describeChange(`${name(no)}${called}`, part(old), part(now));
}

function singleText({ path, ...values }: DocumentChange, before: TenderDocument, after: TenderDocument): string {
  if (path.startsWith('/terms/term/') || path === '/terms/term')
    return describeChange('合同期限', termText(before.terms.term), termText(after.terms.term));
  if (/^\/terms\/sme(\/|$)/.test(path))
    return describeChange(
      '落实促进中小企业发展政策',
      formatSmePolicy(before.terms.sme),
      formatSmePolicy(after.terms.sme),
    );
  if (path.startsWith('/terms/price'))
    return describeChange('计价方式', priceText(before.terms.price), priceText(after.terms.price));
  if (path.startsWith('/terms/serviceDays'))
    return describeChange(
      '服务频次',
      formatServiceDays(before.terms.serviceDays),
      formatServiceDays(after.terms.serviceDays),
    );
  if (path === '/terms/evaluationScheme') return '绩效评价方案已更正';
  const qualification = /^\/terms\/qualifications\/(\d+)$/.exec(path)?.[1];
  if (qualification !== undefined)
    return describeChange(`供应商资格要求第 ${Number(qualification) + 1} 项`, text(values.before), text(values.after));
  const [name, words] = SINGLE[path] ?? ['采购文件', text];
  return describeChange(name, words(values.before), words(values.after));
}

/** What the notice of the tender says of it is corrected with the documents; of the rest the documents alone. */
const IN_NOTICE =
  /^\/(plan|lots|category|terms\/(requirement|standards|qualifications|scoring|criteria|sme|bidBond|obtaining|handingIn|openingAt|siteVisit|price|serviceDays|challengesAtOnce))(\/|$)/;
export const correctedMatter = (changes: readonly DocumentChange[]): string =>
  changes.some(({ path }) => IN_NOTICE.test(path)) ? '采购公告、采购文件' : '采购文件';
