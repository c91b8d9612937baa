import { formatYuan, percent } from '../../platform/money/money.js';
import { CODE_LISTS } from '../rules/code-lists.js';
const LISTS = { category: 'categories', method: 'methods', region: 'regions' };
const UNKNOWN = { zh: '未知', en: 'Unknown' };
/** Agencies may be many; what is left out is counted and stays in the total. */
export const MAX_ROWS = 1000;
/** Place of each code in its list; codes that are not in it come after, in their own order, the unknown last. */
function ordered(groupBy, sums) {
    if (groupBy === 'agency')
        return [...sums].sort((a, b) => Number(a.key === null) - Number(b.key === null) ||
            (a.amount === b.amount ? b.deals - a.deals : a.amount < b.amount ? 1 : -1) ||
            compare(a.name ?? '', b.name ?? '') ||
            compare(a.key ?? '', b.key ?? ''));
    // The list of regions is in the order of their codes; places below a district are in no list.
    if (groupBy === 'region')
        return [...sums].sort((a, b) => Number(a.key === null) - Number(b.key === null) || compare(a.key ?? '', b.key ?? ''));
    const places = new Map(CODE_LISTS[LISTS[groupBy]]?.map((item, i) => [item.code, i]));
    const place = ({ key }) => (key === null ? Infinity : (places.get(key) ?? places.size));
    return [...sums].sort((a, b) => {
        const [x, y] = [place(a), place(b)];
        return x === y ? compare(a.key ?? '', b.key ?? '') : x - y;
    });
}
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
function label(groupBy, { key, name }) {
    if (key === null)
        return UNKNOWN;
    if (groupBy === 'agency')
        return { zh: name ?? key, en: name ?? key };
    return CODE_LISTS[LISTS[groupBy]]?.find((item) => item.code === key)?.label ?? { zh: key, en: key };
}
/** Shares are computed in integers, of the sum of the known amounts. */
function figures(sums, whole, wider) {
    const nothingKnown = sums.deals > 0 && sums.unknown === sums.deals;
    return {
        deals: sums.deals,
        amount: nothingKnown ? null : formatYuan(sums.amount),
        share: nothingKnown ? null : percent(sums.amount, whole),
        amountUnknown: sums.unknown,
        ...(wider && { withinDeals: sums.withinDeals, dealShare: percent(sums.deals, sums.withinDeals) }),
    };
}
/** The table of one grouping: groups without a deal have no row, `withinDeals` of the total sums the rows. */
export function awardsTable(groupBy, sums, wider) {
    const groups = ordered(groupBy, sums.filter((s) => s.deals > 0));
    const total = groups.reduce((all, s) => ({
        deals: all.deals + s.deals,
        amount: all.amount + s.amount,
        unknown: all.unknown + s.unknown,
        withinDeals: all.withinDeals + s.withinDeals,
    }), { deals: 0, amount: 0n, unknown: 0, withinDeals: 0 });
    const rows = groups.slice(0, MAX_ROWS).map((s) => {
        const { zh, en } = label(groupBy, s);
        return { key: s.key, label: zh, labelEn: en, ...figures(s, total.amount, wider) };
    });
    return { rows, total: figures(total, total.amount, wider), rowsLeftOut: groups.length - rows.length };
}
//# sourceMappingURL=awards.rules.js.map