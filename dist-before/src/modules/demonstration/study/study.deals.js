import { numbered } from '../demo-id.js';
import { formatYuan, parseWanYuan } from '../../../platform/money/money.js';
import { spread } from '../spread.rules.js';
import { STUDY_FIGURES, STUDY_YEARS } from './study.figures.js';
/** The 120 deals of 2017 and the 136 of 2018, in the order of the tables, B市 first. */
export function studyDeals() {
    return STUDY_YEARS.flatMap((year) => STUDY_FIGURES[year].flatMap(({ category, deals, wan, city, fixed }) => [
        ...dealsOf(year, category, 'B', city.deals, city.wan, fixed),
        ...dealsOf(year, category, 'R', deals - city.deals, wan - city.wan, fixed),
    ]));
}
function dealsOf(year, category, place, count, wan, fixed) {
    return spread(parseWanYuan(String(wan)), count).map((fen, i) => {
        const slot = numbered(`${category}-${place}`, i + 1);
        return { key: `${year}-${slot}`, slot, year, category, place, order: i + 1, amount: formatYuan(fen), fixed };
    });
}
//# sourceMappingURL=study.deals.js.map