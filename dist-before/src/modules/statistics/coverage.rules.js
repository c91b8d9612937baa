import { percent } from '../../platform/money/money.js';
import { CODE_LISTS } from '../rules/code-lists.js';
export const MAX_ROWS = 1000;
const UNKNOWN = { zh: '未知', en: 'Unknown' };
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const place = (key) => CODE_LISTS['categories']?.findIndex(({ code }) => code === key) ?? -1;
/** Categories as in their list, communities by name, the rest by its code; the unknown last. */
function byOrder(groupBy) {
    return (a, b) => Number(a.key === null) - Number(b.key === null) ||
        (groupBy === 'category' ? place(a.key) - place(b.key) : 0) ||
        compare(a.name ?? '', b.name ?? '') ||
        compare(a.key ?? '', b.key ?? '');
}
function labelOf(groupBy, { key, name }) {
    if (key === null)
        return UNKNOWN;
    const list = groupBy === 'category' ? 'categories' : 'regions';
    const known = groupBy === 'category' || groupBy === 'region' ? CODE_LISTS[list]?.find((item) => item.code === key) : null;
    return known?.label ?? { zh: name ?? key, en: name ?? key };
}
export const figuresOf = (sums) => ({
    lines: sums.lines,
    uncoveredLines: sums.uncovered,
    days: sums.days,
    contractedDays: sums.contracted,
    ratio: percent(sums.contracted, sums.days),
    recordedDays: sums.recorded,
    evidencedDays: sums.recorded === 0 ? null : sums.evidenced,
    evidencedRatio: percent(sums.evidenced, sums.recorded),
    excludedContracts: sums.excluded,
});
export function coverageTable(groupBy, groups) {
    const sorted = [...groups].sort(byOrder(groupBy));
    const rows = sorted.slice(0, MAX_ROWS).map((sums) => {
        const { zh, en } = labelOf(groupBy, sums);
        return { key: sums.key, label: zh, labelEn: en, ...figuresOf(sums) };
    });
    return { rows, rowsLeftOut: sorted.length - rows.length };
}
//# sourceMappingURL=coverage.rules.js.map