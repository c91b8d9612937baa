import type { District } from './fiction-bodies.js';
import type { LotPlan, ServiceYear, TenderPlan } from './fiction-lots.js';

/** One price for every small project, in yuan. */
const PRICE = 30_000;

/**
 * Each year each district calls for small projects of community social work: eleven months, one price, no service line. What
 * is written here is which agency wins each. They are what other answers need beside them:
 *
 * S10: in K fifteen of seventeen agencies of 2023 had won nothing there in two years, of 2024 one of fifteen; in Q four of
 * fourteen and four of thirteen. A year of awards is that of the call, before the year of service.
 *
 * S05, a figure: agency 13 lives on K; agency 18 signs a little less than seven tenths of its money with Q.
 *
 * W04: the projects of 2022 were accepted, with records of what they came to. S06: those of 2022 and 2024 were evaluated.
 */
const WINNERS: Readonly<Record<District, Readonly<Record<ServiceYear, readonly number[]>>>> = {
  K: {
    2022: [13, 3, 4, 15, 19, 21, 13, 3, 4, 15, 19, 21],
    2023: [21, 9, 19, 18],
    2024: [1, 5, 7, 8, 10, 12, 14, 17, 23, 24],
    2025: [22, 20, 2, 24, 13, 18, 18, 5, 10, 12, 15],
  },
  Q: {
    2022: [2, 4, 15, 9, 1, 20, 5, 10, 14, 18, 2, 4],
    2023: [15, 9],
    2024: [5, 10, 14, 17, 5, 10, 14, 17, 19, 19],
    2025: [12, 12, 23, 7, 2, 2, 20, 20, 5, 10],
  },
};

const smallKey = (district: District, year: ServiceYear): string => `${district}-SMALL-${year}`;
/** The lot of a call for small projects, by its number. */
export const smallLot = (district: District, year: ServiceYear, no: number): string =>
  `${smallKey(district, year)}-${no}`;

export const smallTenders = (): TenderPlan[] =>
  (['K', 'Q'] as const).flatMap((district) =>
    ([2022, 2023, 2024, 2025] as const).map((year): TenderPlan => ({
      key: smallKey(district, year),
      district,
      category: 'COMMUNITY_SOCIAL_WORK',
      year,
      method: 'COMPETITIVE_CONSULTATION',
      line: null,
      place: `${district}区小型公益`,
      small: true,
      lots: WINNERS[district][year].map((by, i): LotPlan => ({
        key: smallLot(district, year, i + 1),
        no: i + 1,
        name: `第${i + 1}包`,
        ceiling: PRICE,
        pricing: 'fixed',
        bids: { kind: 'won', by, bidders: 3 },
      })),
    })),
  );
