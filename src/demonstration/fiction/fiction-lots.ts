import type { CategoryCode, TargetGroupCode } from '../../law/code-lists/code-lists.js';
import { SAME_FOUNDER, SAME_HEAD, type District } from './fiction-bodies.js';

/** How the bids of an invented lot come about. Prices in yuan, agencies by number. */
export type BidPlan =
  /** Log-normal around 93 % of the ceiling, spread 6 %, never above it, rounded to the grid. */
  | { kind: 'honest'; bidders: number; grid: number; include?: readonly number[] }
  | { kind: 'given'; prices: readonly number[] }
  /** Everybody at the ceiling, and this agency has the most points. */
  | { kind: 'won'; by: number; bidders: number }
  /** Who bids what; merit in hundredths of a point. */
  | { kind: 'listed'; bids: readonly { agency: number; price: number; merit: number }[] };

export interface LotPlan {
  /** `K-ELDERLY_HOME_CARE-1-2024`; the part before the year names the service line. */
  key: string;
  no: number;
  name: string | null;
  ceiling: number;
  pricing: 'fixed' | 'competitive';
  bids: BidPlan;
}

/** Years of service; what is bought for the first two is small and serves as history. */
export type ServiceYear = 2022 | 2023 | 2024 | 2025;

export interface TenderPlan {
  key: string;
  district: District;
  category: CategoryCode;
  /** Year of service: the call is in the November before. */
  year: ServiceYear;
  method: 'COMPETITIVE_CONSULTATION' | 'OPEN_TENDER';
  /** Key of the service line; null for a service that is not meant to go on. */
  line: string | null;
  place: string;
  /** A call for small projects of eleven months, outside the year's programme. */
  small?: true;
  /** Where it is not the district's bureau. */
  buyer?: string;
  /** Day of the notice, where it is not one of the usual ones. */
  notice?: string;
  lots: readonly LotPlan[];
}

export interface LinePlan {
  key: string;
  district: District;
  category: CategoryCode;
  targetGroup: TargetGroupCode;
  community: string;
  households: number;
  residents60: number;
  recipients: number;
  /** Of its tenders, in yuan. */
  ceiling: number;
}

interface Kind {
  category: CategoryCode;
  targetGroup: TargetGroupCode;
  count: number;
  ceiling: number;
}
const KINDS: readonly Kind[] = [
  { category: 'ELDERLY_HOME_CARE', targetGroup: 'ELDERLY', count: 3, ceiling: 480_000 },
  {
    category: 'COMMUNITY_SOCIAL_WORK',
    targetGroup: 'COMMUNITY_ALL',
    count: 3,
    ceiling: 420_000,
  },
  { category: 'SOCIAL_WORK_STATION', targetGroup: 'COMMUNITY_ALL', count: 1, ceiling: 650_000 },
  { category: 'CHILD_PROTECTION', targetGroup: 'CHILDREN', count: 1, ceiling: 260_000 },
  { category: 'DISABILITY', targetGroup: 'DISABLED', count: 1, ceiling: 350_000 },
];

/** The four planted lots and, beside each, an honest one that looks like it. The rest of the market is honest. */
const PLANNED_BIDS: Readonly<Record<string, BidPlan & { pricing?: 'fixed' }>> = {
  // C05: seven bids 3 700 yuan apart, on a grid of 100 yuan.
  'K-ELDERLY_HOME_CARE-2-2024': {
    kind: 'given',
    prices: [463_400, 452_300, 470_800, 459_700, 474_500, 467_100, 456_000],
  },
  // Looks like it: three bids 20 000 yuan apart but for rounding, which three honest bids often are.
  'Q-ELDERLY_HOME_CARE-2-2024': { kind: 'given', prices: [452_400, 432_300, 472_400] },
  // C11: two of six bids equal to the yuan.
  'K-COMMUNITY_SOCIAL_WORK-1-2024': { kind: 'given', prices: [388_642, 371_905, 395_118, 388_642, 402_377, 379_264] },
  // Look like it: all bids at the one price of a fixed-price lot; two of seven equal, everybody rounded to 100.
  'Q-COMMUNITY_SOCIAL_WORK-1-2024': { kind: 'given', prices: [420_000, 420_000, 420_000, 420_000], pricing: 'fixed' },
  'Q-COMMUNITY_SOCIAL_WORK-2-2024': {
    kind: 'given',
    prices: [391_200, 402_700, 367_500, 391_200, 413_900, 378_400, 384_100],
  },
  // C08: two of four bidders have one head; two of five have one founder, which 条例 18 does not name: a risk, no violation.
  'K-COMMUNITY_SOCIAL_WORK-2-2024': { kind: 'honest', bidders: 4, grid: 1, include: SAME_HEAD },
  'Q-COMMUNITY_SOCIAL_WORK-3-2024': { kind: 'honest', bidders: 5, grid: 1, include: SAME_FOUNDER },
  // C14: one bid. Looks like it: two bidders, whom a consultation for a service may go on with.
  'K-DISABILITY-1-2024': { kind: 'honest', bidders: 1, grid: 10 },
  'Q-DISABILITY-1-2024': { kind: 'honest', bidders: 2, grid: 10 },
};

/** The lot of the complete chain, and the one that follows it: another agency wins, so there is a handover. */
export const CHAIN_LOT = 'K-ELDERLY_HOME_CARE-1-2024';
export const NEXT_LOT = 'K-ELDERLY_HOME_CARE-1-2025';

export function linePlans(): LinePlan[] {
  return (['K', 'Q'] as const).flatMap((district) =>
    KINDS.flatMap(({ category, targetGroup, count, ceiling }, kind) =>
      Array.from({ length: count }, (_, i): LinePlan => {
        const households = 1_800 + 130 * kind + 210 * i + (district === 'K' ? 0 : 75);
        return {
          key: `${district}-${category}-${i + 1}`,
          district,
          category,
          targetGroup,
          community: `${district}区虚构社区${String(10 * kind + i + 1).padStart(3, '0')}`,
          households,
          residents60: Math.round(households * 0.46),
          recipients: 60 + 8 * kind + 13 * i,
          ceiling,
        };
      }),
    ),
  );
}

/** To how many yuan bidders round. Of three bids on a grid of 100, too few prices are possible to say anything. */
const choosePriceGrid = (bidders: number): number => (bidders >= 7 ? 100 : bidders % 2 === 0 ? 10 : 1);

export function tenderPlans(): TenderPlan[] {
  const continuous = linePlans().flatMap((line, i) =>
    ([2024, 2025] as const).map((year, j): TenderPlan => {
      const key = `${line.key}-${year}`;
      const planned = PLANNED_BIDS[key];
      const bidders = 3 + ((2 * i + j) % 5);
      const bids: BidPlan = planned ?? { kind: 'honest', bidders, grid: choosePriceGrid(bidders) };
      const pricing = planned?.pricing ?? 'competitive';
      return {
        key,
        district: line.district,
        category: line.category,
        year,
        method: line.category === 'SOCIAL_WORK_STATION' ? 'OPEN_TENDER' : 'COMPETITIVE_CONSULTATION',
        line: line.key,
        place: line.community,
        lots: [{ key, no: 1, name: null, ceiling: line.ceiling, pricing, bids }],
      };
    }),
  );
  return [...continuous, ...otherTenders()];
}

/** Services to organisations, not to residents: no service line, no continuity to lose. */
function otherTenders(): TenderPlan[] {
  const method = 'COMPETITIVE_CONSULTATION';
  const lot = (key: string, no: number, name: string | null, ceiling: number, bids: BidPlan): LotPlan => ({
    key,
    no,
    name,
    ceiling,
    pricing: 'competitive',
    bids,
  });
  return [
    {
      key: 'K-ORG_INCUBATION-2024',
      district: 'K',
      category: 'ORG_INCUBATION',
      year: 2024,
      method,
      line: null,
      place: 'K区',
      lots: [
        lot('K-ORG_INCUBATION-2024-1', 1, '一标段 东片', 300_000, { kind: 'honest', bidders: 4, grid: 10 }),
        lot('K-ORG_INCUBATION-2024-2', 2, '二标段 西片', 280_000, { kind: 'honest', bidders: 6, grid: 1 }),
      ],
    },
    {
      key: 'Q-ORG_STAFF_TRAINING-2024',
      district: 'Q',
      category: 'ORG_STAFF_TRAINING',
      year: 2024,
      method,
      line: null,
      place: 'Q区',
      lots: [lot('Q-ORG_STAFF_TRAINING-2024', 1, null, 180_000, { kind: 'honest', bidders: 5, grid: 10 })],
    },
    {
      key: 'Q-ORG_GRADE_ASSESSMENT-2025',
      district: 'Q',
      category: 'ORG_GRADE_ASSESSMENT',
      year: 2025,
      method,
      line: null,
      place: 'Q区',
      lots: [lot('Q-ORG_GRADE_ASSESSMENT-2025', 1, null, 160_000, { kind: 'honest', bidders: 3, grid: 1 })],
    },
  ];
}
