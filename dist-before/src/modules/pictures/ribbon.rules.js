import { daysInMonth, iso, toEpochDay } from '../../platform/clock/plain-date.js';
import { clipAll, complement, daysOf, total, union, years } from '../risk/intervals.rules.js';
/** The latest years; what came before is counted and not drawn. */
export const MOST_YEARS = 15;
const intervalOf = ({ from, to }) => ({
    from: toEpochDay(from),
    to: toEpochDay(to),
});
function monthOf(month) {
    const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
    return intervalOf({ from: iso(year, number, 1), to: iso(year, number, daysInMonth(year, number)) });
}
/** By year: however many contracts run on a day, it is drawn once. */
export function ribbonOf({ domain, spells, asOf, ratios }) {
    if (domain === null)
        return { rows: [], yearsLeftOut: 0, asOf };
    const covered = union(spells.map(intervalOf));
    const evidenced = union(spells.flatMap((spell) => clipAll(union((spell.months ?? []).map(monthOf)), intervalOf(spell))));
    const all = years(intervalOf(domain));
    const rows = all.slice(-MOST_YEARS).map(({ year, within }) => {
        const gaps = complement(covered, within);
        const parts = (kind, intervals) => intervals.map((one) => ({ kind, ...daysOf(one) }));
        return {
            year,
            ratio: ratios.get(year) ?? '0.0',
            gapDays: total(gaps),
            parts: [
                ...parts('contracted', clipAll(covered, within)),
                ...parts('evidenced', clipAll(evidenced, within)),
                ...parts('gap', gaps),
            ],
        };
    });
    return { rows, yearsLeftOut: all.length - rows.length, asOf };
}
//# sourceMappingURL=ribbon.rules.js.map