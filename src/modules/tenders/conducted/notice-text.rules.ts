import { measureText, type Measure } from './measure.rules.js';
import { dayOf, isInstant } from '../../../platform/clock/moment.js';
import { formatYuan, parseYuan } from '../../../platform/money/money.js';
import type { ContractFactData, Party, TenderFactData } from '../facts.types.js';
import type { DocumentChange } from './document-changes.rules.js';

export const TEXT_KINDS = ['intent', 'tender', 'correction', 'result', 'contract', 'acceptance'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

export interface SaidOf<D> {
  lot: number | null;
  data: D;
}
/** What a notice is written from; every word of it is on record. */
export interface NoticeSource {
  title: string;
  projectNo: string | null;
  buyer: string | null;
  agent: string | null;
  method: string | null;
  region: string | null;
  budget: string | null;
  window: { start: string | null; end: string | null };
  lots: readonly { no: number; name: string | null; ceiling: string | null; pricing: string | null }[];
  terms: {
    requirement?: string | null | undefined;
    standards?:
      readonly { text: string; target?: number | null; unit?: string | null; measure?: Measure | null }[] | undefined;
    qualifications?: readonly string[] | undefined;
    criteria: readonly { name: string; points: string }[];
    bidBond?: string | null | undefined;
  } | null;
  intention: SaidOf<TenderFactData['intention']> | null;
  notice: SaidOf<TenderFactData['notice']> | null;
  corrections: readonly SaidOf<TenderFactData['correction']>[];
  /** Of the last revision. */
  corrected: { reason: string | null; changes: readonly DocumentChange[] } | null;
  awards: readonly SaidOf<TenderFactData['award']>[];
  /** Who reviewed a lot whose result is published. */
  panels: readonly { lot: number; names: readonly string[] }[];
  contracts: readonly SaidOf<TenderFactData['contract']>[];
  acceptances: readonly SaidOf<ContractFactData['acceptance']>[];
}

type Line = string | null;
const HEADINGS: Readonly<Record<TextKind, string>> = {
  intent: '采购意向公告',
  tender: '采购公告',
  correction: '更正公告',
  result: '采购结果公告',
  contract: '合同公告',
  acceptance: '验收结果公告',
};

/** The text of a notice, ready to be pasted; null where nothing of the kind is on record. What is not known is left out. */
export function noticeText(kind: TextKind, source: NoticeSource): string | null {
  const body = BODIES[kind](source);
  if (body === null) return null;
  const lines = [`${source.title}${HEADINGS[kind]}`, '', ...headOf(source), ...body];
  return `${lines.filter((line): line is string => line !== null).join('\n')}\n`;
}

const said = (label: string, value: string | null | undefined): Line => (value ? `${label}：${value}` : null);
const yuan = (value: string | null | undefined): string | null => (value ? `${value} 元` : null);
const named = (party: Party | undefined): string | null => party?.name ?? null;

/** Regulation article 30: the budget is disclosed, in every notice; where none is said it is the sum of the highest prices. */
function headOf(source: NoticeSource): Line[] {
  return [
    said('项目编号', source.projectNo),
    said('采购人', source.buyer),
    said('采购代理机构', source.agent),
    said('采购方式', source.method),
    said('项目所在地', source.region),
    said('预算金额', yuan(source.budget ?? sumOfCeilings(source.lots))),
  ];
}

function sumOfCeilings(lots: NoticeSource['lots']): string | null {
  if (lots.length === 0 || lots.some(({ ceiling }) => ceiling === null)) return null;
  return formatYuan(lots.reduce((sum, { ceiling }) => sum + parseYuan(ceiling ?? '0'), 0n));
}

const windowOf = ({ start, end }: { start?: string | null; end?: string | null }): string | null =>
  start && end ? `${start} 至 ${end}` : (start ?? end ?? null);

/** A moment as Chinese notices write it, in Beijing time. */
export function spoken(moment: string | null | undefined): string | null {
  if (!moment) return null;
  if (!isInstant(moment)) return moment;
  const local = new Date(Date.parse(moment) + 8 * 3_600_000).toISOString();
  return `${dayOf(moment)} ${local.slice(11, 16)}（北京时间）`;
}

const lotLine = ({ no, name, ceiling, pricing }: NoticeSource['lots'][number]): string => {
  const price = ceiling === null ? null : `最高限价 ${ceiling} 元`;
  const fixed = pricing === 'fixed' ? '固定价格' : null;
  return [`第 ${no} 包`, name, price, fixed].filter((part) => part !== null).join('，');
};
const ofLot = (lot: number | null): string => (lot === null ? '' : `第 ${lot} 包 `);
const list = (title: string, items: readonly string[]): Line[] =>
  items.length === 0 ? [] : [`${title}：`, ...items.map((item, i) => `  ${i + 1}. ${item}`)];

function ofIntent({ intention, lots, terms, window }: NoticeSource): Line[] | null {
  if (intention === null) return null;
  return [
    ...list('采购内容', lots.map(lotLine)),
    said('需求概况', terms?.requirement),
    said('服务期限', windowOf(window)),
    said('公开日期', intention.data.publishedOn),
  ];
}

function ofTender({ notice, lots, terms, window }: NoticeSource): Line[] | null {
  if (notice === null) return null;
  const { publishedOn, documentsFrom, documentsTo, deadline, openingAt } = notice.data;
  return [
    ...list('采购包', lots.map(lotLine)),
    said('采购需求', terms?.requirement),
    ...list(
      '服务标准',
      (terms?.standards ?? []).map(({ text, target, unit, measure }) =>
        [
          text,
          target === null || target === undefined ? null : `${target}${unit ?? ''}`,
          measure ? measureText(measure) : null,
        ]
          .filter(Boolean)
          .join('，'),
      ),
    ),
    said('服务期限', windowOf(window)),
    ...list('供应商资格要求', terms?.qualifications ?? []),
    ...list(
      '评审因素',
      (terms?.criteria ?? []).map(({ name, points }) => `${name}（${points} 分）`),
    ),
    said('保证金', yuan(terms?.bidBond)),
    said('采购文件提供期限', windowOf({ start: documentsFrom ?? null, end: documentsTo ?? null })),
    said('响应文件提交截止时间', spoken(deadline)),
    said('开启时间', spoken(openingAt)),
    said('公告日期', publishedOn),
  ];
}

const NAMES: readonly (readonly [path: RegExp, zh: string])[] = [
  [/^\/plan\/deadlineAt$/, '提交截止时间'],
  [/^\/plan\/documentsTo$/, '采购文件提供截止日'],
  [/^\/terms\/requirement$/, '采购需求'],
  [/^\/terms\/standards/, '服务标准'],
  [/^\/terms\/criteria/, '评审因素'],
  [/^\/terms\/payments/, '付款方式'],
  [/^\/terms\/bidBond$/, '保证金'],
  [/^\/terms\/performanceBond$/, '履约保证金'],
  [/^\/terms\/tieRule$/, '得分相同时的处理'],
  [/^\/terms\/lowPriceShare$/, '异常低价审查的比例'],
  [/^\/terms\/standstillDays$/, '签订合同前的静默天数'],
  [/^\/terms\/term/, '合同期限'],
  [/^\/lots/, '采购包'],
];
const nameOf = (path: string): string => NAMES.find(([pattern]) => pattern.test(path))?.[1] ?? path;
const wordsOf = (value: unknown): string =>
  value === undefined ? '（无）' : typeof value === 'string' ? (spoken(value) ?? value) : JSON.stringify(value);

function ofCorrection({ corrections, corrected }: NoticeSource): Line[] | null {
  const last = corrections.at(-1);
  if (last === undefined) return null;
  return [
    said('更正原因', corrected?.reason),
    ...list(
      '更正内容',
      (corrected?.changes ?? []).map(
        ({ path, before, after }) => `${nameOf(path)}：原为“${wordsOf(before)}”，现更正为“${wordsOf(after)}”`,
      ),
    ),
    said('更正后提交截止时间', spoken(last.data.deadline)),
    said('更正日期', last.data.publishedOn),
  ];
}

/** Order 87 article 69: the notice stands for one working day and names the experts of the review. */
function ofResult({ awards, panels }: NoticeSource): Line[] | null {
  if (awards.length === 0) return null;
  return awards.flatMap(({ lot, data }) => [
    said(`${ofLot(lot)}成交供应商`, named(data.supplier)),
    said(`${ofLot(lot)}成交金额`, yuan(data.amount)),
    said(`${ofLot(lot)}确定成交日期`, data.decidedOn),
    said(`${ofLot(lot)}公告日期`, data.publishedOn),
    said(`${ofLot(lot)}公告期限`, '1 个工作日'),
    said(`${ofLot(lot)}评审小组成员`, panels.find((panel) => panel.lot === lot)?.names.join('、')),
  ]);
}

function ofContract({ contracts }: NoticeSource): Line[] | null {
  if (contracts.length === 0) return null;
  return contracts.flatMap(({ lot, data }) => [
    said(`${ofLot(lot)}合同编号`, data.number),
    said(`${ofLot(lot)}供应商`, named(data.supplier)),
    said(`${ofLot(lot)}合同金额`, yuan(data.amount)),
    said(`${ofLot(lot)}履行期限`, windowOf(data.window ?? {}) ?? data.termText),
    said(`${ofLot(lot)}签订日期`, data.signedOn),
    said(`${ofLot(lot)}公告日期`, data.publishedOn),
  ]);
}

const RESULTS: Readonly<Record<string, string>> = {
  passed: '合格',
  partial: '部分合格',
  rectify: '限期整改',
  failed: '不合格',
};

/** Regulation article 45: of a service for the public its recipients take part, and the public is told. */
function ofAcceptance({ acceptances, contracts }: NoticeSource): Line[] | null {
  if (acceptances.length === 0) return null;
  // The contract that was performed: one before it on the same lot was rescinded.
  const contractOf = (lot: number | null) => contracts.findLast((contract) => contract.lot === lot)?.data;
  return acceptances.flatMap(({ lot, data }) => [
    said(`${ofLot(lot)}合同编号`, contractOf(lot)?.number),
    said(`${ofLot(lot)}供应商`, named(contractOf(lot)?.supplier)),
    said(`${ofLot(lot)}验收日期`, data.concludedOn),
    said(`${ofLot(lot)}验收结论`, data.result && RESULTS[data.result]),
    data.recipientsTookPart === undefined
      ? null
      : said(`${ofLot(lot)}服务对象参与`, data.recipientsTookPart ? '已参与并出具意见' : '未参与'),
    said(`${ofLot(lot)}公告日期`, data.publishedOn),
  ]);
}

const BODIES: Readonly<Record<TextKind, (source: NoticeSource) => Line[] | null>> = {
  intent: ofIntent,
  tender: ofTender,
  correction: ofCorrection,
  result: ofResult,
  contract: ofContract,
  acceptance: ofAcceptance,
};
