import {
  formatAskedLine,
  list,
  getPartyName,
  ofLot,
  formatLine,
  percent,
  standardText,
  formatWindow,
  yuan,
  type Line,
} from './notice-parts.rules.js';
import { findDocumentsOfLot } from './notice-lots.rules.js';
import { formatDeclaration } from '../conducted/terms/sme/sme-policy.rules.js';
import type { Party, TenderFactData } from '../recording/fact-types.js';
import { applyTalkChanges, type ServiceTerms } from '../conducted/terms/service-terms.rules.js';
import type { NoticePanel, NoticeSource } from './notice-source.js';

const findAddress = ({ addresses }: NoticeSource, party: Party | undefined): string | null =>
  addresses.get(party?.organisation ?? '') ?? null;
/** What a lot is about, by its own name or that of the purchase. */
const getLotSubject = ({ lots, title }: NoticeSource, lot: number | null): string =>
  lots.find(({ no }) => no === lot)?.name ?? title;

/** The representative of the buyer is no expert, and is said to be one of the buyer (Order 87 article 47). */
const memberNames = (panel: NoticePanel | undefined): string | null =>
  panel === undefined || panel.members.length === 0
    ? null
    : panel.members
        .map(({ name, kind }) => (kind === 'buyer_representative' ? `${name}（采购人代表）` : name))
        .join('、');

/** What the winner does for it: the main subject of a service (Caiku [2020] 50). */
const listServiceLines = (lot: number | null, { requirement, standards, window }: ServiceTerms): Line[] => [
  formatLine(`${ofLot(lot)}服务要求`, requirement),
  formatLine(`${ofLot(lot)}服务时间`, formatWindow(window)),
  ...list(`${ofLot(lot)}服务标准`, standards.map(standardText)),
];

/** By the documents, with what the talks of the lot changed of them: what was awarded. */
const awardedService = (source: NoticeSource, lot: number | null): ServiceTerms => {
  const { terms, window } = findDocumentsOfLot(source, lot);
  const documents = { requirement: terms?.requirement ?? null, standards: terms?.standards ?? [] };
  return { ...applyTalkChanges(documents, source.talked.get(lot ?? 0) ?? []), window };
};

type PricedFact = Pick<
  TenderFactData['award'],
  'amount' | 'unitPrice' | 'unit' | 'unitPrices' | 'priceKind' | 'fixedPart'
>;
/** What is paid by the unit comes to no more than the amount. */
const CAP = '（最高限额，按实际完成并经确认的服务量结算）';
const formatAmount = ({ amount, priceKind }: PricedFact): string | null => {
  const text = yuan(amount);
  return text !== null && priceKind !== undefined ? `${text}${CAP}` : text;
};
/** What was agreed on: the amount, a price for each unit, or both. */
const formatPrice = (label: string, price: PricedFact): Line[] => [
  price.unitPrice === undefined || price.amount !== undefined
    ? formatAskedLine(`${label}金额`, formatAmount(price))
    : null,
  formatLine(`${label}固定部分`, yuan(price.fixedPart)),
  price.unitPrice === undefined ? null : formatLine(`${label}单价`, `${yuan(price.unitPrice)}／${price.unit}`),
  ...list(
    `${label}单价`,
    (price.unitPrices ?? []).map((item) => `${yuan(item.unitPrice)}／${item.unit}`),
  ),
];

/** Order 87 article 69, [2014] 214 article 29: the notice stands for one working day and names who reviewed. */
export function ofResult(source: NoticeSource): Line[] | null {
  const { awards, panels, tendered, agent, terms, title } = source;
  if (awards.length === 0) return null;
  const won = tendered ? '中标' : '成交';
  // Caibanku [2023] 243: of a tender that is scored, the total of who won is told to everybody.
  const isScored = (lot: number | null) =>
    tendered && findDocumentsOfLot(source, lot).terms?.scoring === 'comprehensive';
  return [
    formatLine('项目名称', title),
    ...awards.flatMap(({ lot, data }): Line[] => {
      const panel = panels.find((each) => each.lot === lot);
      return [
        formatAskedLine(`${ofLot(lot)}${won}供应商`, getPartyName(data.supplier)),
        formatAskedLine(`${ofLot(lot)}${won}供应商地址`, findAddress(source, data.supplier)),
        ...formatPrice(`${ofLot(lot)}${won}`, data),
        formatLine(`${ofLot(lot)}份额`, data.share === undefined ? null : percent(data.share)),
        formatLine(`${ofLot(lot)}主要标的`, getLotSubject(source, lot)),
        formatLine(`${ofLot(lot)}${won}供应商声明函`, formatDeclaration(data.declaration)),
        isScored(lot) ? formatAskedLine(`${ofLot(lot)}${won}供应商评审总得分`, panel?.total) : null,
        formatLine(`${ofLot(lot)}确定${won}日期`, data.decidedOn),
        formatLine(`${ofLot(lot)}公告日期`, data.publishedOn),
        formatLine(`${ofLot(lot)}公告期限`, '1 个工作日'),
        formatAskedLine(`${ofLot(lot)}${tendered ? '评审专家名单' : '磋商小组成员名单'}`, memberNames(panel)),
        ...listServiceLines(lot, awardedService(source, lot)),
      ];
    }),
    agent === null ? null : formatAskedLine('代理服务收费标准及金额', terms?.agencyFee),
  ];
}

/** Law article 36 II, Caiku [2015] 124 and [2020] 50: that a purchase came to nothing is told with its reason. */
export function ofFailure({ failures, title, tendered }: NoticeSource): Line[] | null {
  if (failures.length === 0) return null;
  return [
    formatLine('项目名称', title),
    ...failures.flatMap(({ lot, data, cancelled }): Line[] => [
      formatLine(`${ofLot(lot)}采购结果`, cancelled ? '取消采购任务' : tendered ? '废标' : '采购活动终止'),
      formatAskedLine(`${ofLot(lot)}项目终止的原因`, data.reason),
      formatLine(`${ofLot(lot)}终止日期`, data.on),
      formatLine(`${ofLot(lot)}公告日期`, data.publishedOn),
    ]),
  ];
}

/** Regulation article 50, Caiku [2020] 50. */
export function ofContract(source: NoticeSource): Line[] | null {
  const { contracts, title } = source;
  if (contracts.length === 0) return null;
  return [
    formatLine('项目名称', title),
    ...contracts.flatMap(({ lot, data, service }): Line[] => [
      formatAskedLine(`${ofLot(lot)}合同编号`, data.number),
      formatLine(`${ofLot(lot)}合同名称`, `${title}合同`),
      formatAskedLine(`${ofLot(lot)}供应商`, getPartyName(data.supplier)),
      formatAskedLine(`${ofLot(lot)}供应商地址`, findAddress(source, data.supplier)),
      formatLine(`${ofLot(lot)}主要标的`, getLotSubject(source, lot)),
      ...formatPrice(`${ofLot(lot)}合同`, data),
      formatAskedLine(`${ofLot(lot)}履行期限`, formatWindow(service?.window ?? data.window ?? {}) ?? data.termText),
      formatAskedLine(`${ofLot(lot)}签订日期`, data.signedOn),
      formatLine(`${ofLot(lot)}公告日期`, data.publishedOn),
      ...listServiceLines(lot, service ?? awardedService(source, lot)),
    ]),
  ];
}

const RESULTS: Readonly<Record<string, string>> = {
  passed: '合格',
  partial: '部分合格',
  rectify: '限期整改',
  failed: '不合格',
};

/** Regulation article 45: of a service for the public its recipients take part, and the public is told. */
export function ofAcceptance({ acceptances, contracts }: NoticeSource): Line[] | null {
  if (acceptances.length === 0) return null;
  // The contract that was performed: one before it on the same lot was rescinded, one of another supplier is another's.
  const findContract = (lot: number | null, supplier: string | undefined) => {
    const ofItsLot = contracts.filter((contract) => contract.lot === lot);
    const own = ofItsLot.findLast(({ data }) => supplier !== undefined && data.supplier?.organisation === supplier);
    return (own ?? ofItsLot.at(-1))?.data;
  };
  return acceptances.flatMap(({ lot, data, supplier }) => [
    formatLine(`${ofLot(lot)}合同编号`, findContract(lot, supplier)?.number),
    formatLine(`${ofLot(lot)}供应商`, getPartyName(findContract(lot, supplier)?.supplier)),
    formatLine(`${ofLot(lot)}验收日期`, data.concludedOn),
    formatLine(`${ofLot(lot)}验收结论`, data.result && RESULTS[data.result]),
    data.recipientsTookPart === undefined
      ? null
      : formatLine(`${ofLot(lot)}服务对象参与`, data.recipientsTookPart ? '已参与并出具意见' : '未参与'),
    formatLine(`${ofLot(lot)}公告日期`, data.publishedOn),
  ]);
}
