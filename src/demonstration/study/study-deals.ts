import { formatNumberedKey } from '../demo-id.js';
import { formatYuan, parseWanYuan } from '../../kernel/money/money.js';
import type { CategoryCode } from '../../law/code-lists/code-lists.js';
import type { Yuan } from '../../purchase/tenders/recording/fact-types.js';
import { spread } from '../spread.rules.js';
import { STUDY_FIGURES, STUDY_YEARS, type StudyYear } from './study-figures.js';

/** `B`: B市 (table 2). `R`: the rest of the province (table 1 less table 2). */
export type Place = 'B' | 'R';

/** One deal. `slot` is what pairs the deals of both years: category, place and order. */
export interface StudyDeal {
  key: string;
  slot: string;
  year: StudyYear;
  category: CategoryCode;
  place: Place;
  order: number;
  amount: Yuan;
  fixed: boolean;
}

/** The 120 deals of 2017 and the 136 of 2018, in the order of the tables, B市 first. */
export function studyDeals(): StudyDeal[] {
  return STUDY_YEARS.flatMap((year) =>
    STUDY_FIGURES[year].flatMap(({ category, deals, wan, city, fixed }) => [
      ...buildDeals(year, category, 'B', city.deals, city.wan, fixed),
      ...buildDeals(year, category, 'R', deals - city.deals, wan - city.wan, fixed),
    ]),
  );
}

function buildDeals(
  year: StudyYear,
  category: CategoryCode,
  place: Place,
  count: number,
  wan: number,
  fixed: boolean,
): StudyDeal[] {
  return spread(parseWanYuan(String(wan)), count).map((fen, i) => {
    const slot = formatNumberedKey(`${category}-${place}`, i + 1);
    return { key: `${year}-${slot}`, slot, year, category, place, order: i + 1, amount: formatYuan(fen), fixed };
  });
}
