import { toDay, isInstant } from '../../../kernel/clock/moment.js';
import type { Party } from '../recording/fact-types.js';
import type { Standard, TenderTerms } from '../conducted/terms/terms-types.js';
import { measureText } from '../conducted/terms/measure.rules.js';

/** A line of a notice; null: there is nothing to say. `blank`: the rules ask for it, and nothing on record says it. */
export type Line = string | null | { blank: string };
export const BLANK = '＿＿＿＿';

/** What is said where it is known. */
export const formatLine = (label: string, value: string | null | undefined): string | null =>
  value ? `${label}：${value}` : null;
/** What the rules ask a notice to say: an officer sees that it is not known, and writes it in. */
export const formatAskedLine = (label: string, value: string | null | undefined): Line =>
  formatLine(label, value) ?? { blank: label };

export const yuan = (value: string | null | undefined): string | null => (value ? `${value} 元` : null);
/** Basis points as percent. */
export const percent = (points: number): string => `${points / 100}%`;
export const getPartyName = (party: Party | undefined): string | null => party?.name ?? null;
export const ofLot = (lot: number | null): string => (lot === null ? '' : `第 ${lot} 包 `);

export const list = (title: string, items: readonly string[]): Line[] =>
  items.length === 0 ? [] : [`${title}：`, ...items.map((item, i) => `  ${i + 1}. ${item}`)];
export const askedList = (title: string, items: readonly string[]): Line[] =>
  items.length === 0 ? [{ blank: title }] : list(title, items);

export const formatWindow = ({ start, end }: { start?: string | null; end?: string | null }): string | null =>
  start && end ? `${start} 至 ${end}` : (start ?? end ?? null);

/** A moment as Chinese notices write it, in Beijing time. */
export function formatMoment(moment: string | null | undefined): string | null {
  if (!moment) return null;
  if (!isInstant(moment)) return moment;
  const local = new Date(Date.parse(moment) + 8 * 3_600_000).toISOString();
  return `${toDay(moment)} ${local.slice(11, 16)}（北京时间）`;
}

export interface NoticeLot {
  no: number;
  name: string | null;
  ceiling: string | null;
  pricing: string | null;
  /** The documents as they are for it, where it is known; else they are those of its tender. */
  terms?: Partial<TenderTerms> | null;
  window?: { start: string | null; end: string | null };
}
export const lotText = ({ no, name, ceiling, pricing }: NoticeLot): string => {
  const price = ceiling === null ? null : `最高限价 ${ceiling} 元`;
  const fixed = pricing === 'fixed' ? '固定价格' : null;
  return [`第 ${no} 包`, name, price, fixed].filter((part) => part !== null).join('，');
};
export const standardText = ({ text, target, unit, measure }: Omit<Standard, 'no'>): string =>
  [
    text,
    target === null || target === undefined ? null : `${target}${unit ?? ''}`,
    measure ? measureText(measure) : null,
  ]
    .filter(Boolean)
    .join('，');
export const criterionText = ({ name, points }: { name: string; points: string }): string => `${name}（${points} 分）`;
export const SCORING_TEXTS = { comprehensive: '综合评分法', lowest_price: '最低评标价法' } as const;

/** Order 94 article 10, as the notice and a correction of it say it. */
export const CHALLENGES_AT_ONCE = '供应商应当在法定质疑期内一次性提出针对同一采购程序环节的质疑';
