import type { Text } from '../../kernel/errors/texts.js';
import { FEDERATIONS, type District } from './fiction-bodies.js';
import type { BidPlan, ServiceYear, TenderPlan } from './fiction-lots.js';
import { createRandom, drawNormal, sample } from './fiction-random.js';

/**
 * In each district another buyer calls six times for each year for small projects for the disabled, never in the season in which
 * it called before, so that none follows another; and eight agencies bid that bid nowhere else. In both the same four meet in twelve of eighteen calls. In K they take turns, each of the others a little
 * under the ceiling; in Q they compete, and that they meet as often is no sign.
 */
const REGULARS = [25, 26, 27, 28] as const;
const OTHERS = [29, 30, 31, 32] as const;

const CEILING = 90_000;
/** Days of the notices, so that everything that follows falls on a working day. */
const NOTICES: Readonly<Partial<Record<ServiceYear, readonly string[]>>> = {
  2023: ['2022-11-01', '2022-11-02', '2022-11-03', '2022-11-07', '2022-11-08', '2022-11-09'],
  2024: ['2023-07-17', '2023-07-18', '2023-07-19', '2023-07-20', '2023-07-24', '2023-07-25'],
  2025: ['2024-03-18', '2024-03-19', '2024-04-08', '2024-04-15', '2024-04-16', '2024-04-22'],
};

/** Merit in hundredths and price as a share of the ceiling, of which an agency's own quality is the larger part. */
function callBids(key: string, n: number, agreed: number | null): BidPlan {
  const random = createRandom(key);
  const met = isOfOthers(n) ? [...sample(OTHERS, 3, random), ...sample(REGULARS, 1, random)] : REGULARS;
  const drawUniform = (low: number, high: number): number => low + random() * (high - low);
  return {
    kind: 'listed',
    bids: met.map((agency) => {
      const wins = agency === agreed;
      const share =
        agreed === null
          ? 0.92 * Math.exp(0.03 * drawNormal(random))
          : wins
            ? drawUniform(0.9, 0.95)
            : drawUniform(0.97, 0.995);
      const merit =
        agreed === null
          ? 7_600 + 250 * drawNormal(random)
          : wins
            ? drawUniform(8_200, 8_500)
            : drawUniform(7_200, 7_700);
      return { agency, price: Math.min(CEILING, Math.round((CEILING * share) / 10) * 10), merit: Math.round(merit) };
    }),
  };
}

/** Every third call is one in which the four do not meet. */
const isOfOthers = (n: number): boolean => n % 3 === 2;

const callKey = (district: District, year: ServiceYear, n: number): string => `${district}-CALL-${year}-${n + 1}`;

export const regularTenders = (): TenderPlan[] =>
  (['K', 'Q'] as const).flatMap((district) => {
    let turn = 0;
    return ([2023, 2024, 2025] as const).flatMap((year) =>
      (NOTICES[year] ?? []).map((notice, n): TenderPlan => {
        const key = callKey(district, year, n);
        const winner = isOfOthers(n) ? null : (REGULARS[turn++ % REGULARS.length] ?? null);
        const agreed = district === 'K' ? winner : null;
        return {
          key,
          district,
          category: 'DISABILITY',
          year,
          method: 'COMPETITIVE_CONSULTATION',
          line: null,
          place: `${district}区小型助残`,
          small: true,
          buyer: FEDERATIONS[district],
          notice,
          lots: [{ key, no: 1, name: null, ceiling: CEILING, pricing: 'competitive', bids: callBids(key, n, agreed) }],
        };
      }),
    );
  });

/** A group of agencies whose calls were made to be looked at together. */
export interface FictionGroupCase {
  indicator: 'N02';
  expected: 'triggered' | 'clear';
  /** What the page calls it. */
  name: string;
  members: readonly number[];
  /** Keys of the calls in which they meet. */
  calls: readonly string[];
  why: Text;
}

const buildCase = (district: District, expected: FictionGroupCase['expected'], why: Text): FictionGroupCase => ({
  indicator: 'N02',
  expected,
  name: `${district}-CALL`,
  members: REGULARS,
  calls: regularTenders()
    .filter((tender) => tender.district === district)
    .flatMap(({ key }, n) => (isOfOthers(n) ? [] : [key])),
  why,
});

/** Those who take turns, and those who meet as often and compete. */
export const FICTION_GROUPS: readonly FictionGroupCase[] = [
  buildCase('K', 'triggered', { en: 'four agencies win in turn, twelve times', zh: '四家机构依次轮流成交，共十二次' }),
  buildCase('Q', 'clear', {
    en: 'the same four meet as often, and who wins follows no order',
    zh: '同样四家机构同样频繁相遇，成交先后无规律',
  }),
];
