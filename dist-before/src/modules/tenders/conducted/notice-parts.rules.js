import { dayOf, isInstant } from '../../../platform/clock/moment.js';
import { measureText } from './measure.rules.js';
export const BLANK = '＿＿＿＿';
/** What is said where it is known. */
export const said = (label, value) => value ? `${label}：${value}` : null;
/** What the rules ask a notice to say: an officer sees that it is not known, and writes it in. */
export const asked = (label, value) => said(label, value) ?? { blank: label };
export const yuan = (value) => (value ? `${value} 元` : null);
/** Basis points as percent. */
export const percent = (points) => `${points / 100}%`;
export const named = (party) => party?.name ?? null;
export const ofLot = (lot) => (lot === null ? '' : `第 ${lot} 包 `);
export const list = (title, items) => items.length === 0 ? [] : [`${title}：`, ...items.map((item, i) => `  ${i + 1}. ${item}`)];
export const askedList = (title, items) => items.length === 0 ? [{ blank: title }] : list(title, items);
export const windowOf = ({ start, end }) => start && end ? `${start} 至 ${end}` : (start ?? end ?? null);
/** A moment as Chinese notices write it, in Beijing time. */
export function spoken(moment) {
    if (!moment)
        return null;
    if (!isInstant(moment))
        return moment;
    const local = new Date(Date.parse(moment) + 8 * 3_600_000).toISOString();
    return `${dayOf(moment)} ${local.slice(11, 16)}（北京时间）`;
}
export const lotText = ({ no, name, ceiling, pricing }) => {
    const price = ceiling === null ? null : `最高限价 ${ceiling} 元`;
    const fixed = pricing === 'fixed' ? '固定价格' : null;
    return [`第 ${no} 包`, name, price, fixed].filter((part) => part !== null).join('，');
};
export const standardText = ({ text, target, unit, measure }) => [
    text,
    target === null || target === undefined ? null : `${target}${unit ?? ''}`,
    measure ? measureText(measure) : null,
]
    .filter(Boolean)
    .join('，');
export const criterionText = ({ name, points }) => `${name}（${points} 分）`;
export const SCORING_TEXTS = { comprehensive: '综合评分法', lowest_price: '最低评标价法' };
//# sourceMappingURL=notice-parts.rules.js.map