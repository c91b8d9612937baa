import { SAME_FOUNDER, SAME_HEAD } from './fiction.bodies.js';
const KINDS = [
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
export const PLANNED_BIDS = {
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
    // C08: two of four bidders have one head. Looks like it: two of five have one founder, which 条例 18 does not name.
    'K-COMMUNITY_SOCIAL_WORK-2-2024': { kind: 'honest', bidders: 4, grid: 1, include: SAME_HEAD },
    'Q-COMMUNITY_SOCIAL_WORK-3-2024': { kind: 'honest', bidders: 5, grid: 1, include: SAME_FOUNDER },
    // C14: one bid. Looks like it: two bidders, whom a consultation for a service may go on with.
    'K-DISABILITY-1-2024': { kind: 'honest', bidders: 1, grid: 10 },
    'Q-DISABILITY-1-2024': { kind: 'honest', bidders: 2, grid: 10 },
};
/** The lot of the complete chain, and the one that follows it: another agency wins, so there is a handover. */
export const CHAIN_LOT = 'K-ELDERLY_HOME_CARE-1-2024';
export const NEXT_LOT = 'K-ELDERLY_HOME_CARE-1-2025';
export function linePlans() {
    return ['K', 'Q'].flatMap((district) => KINDS.flatMap(({ category, targetGroup, count, ceiling }, kind) => Array.from({ length: count }, (_, i) => {
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
    })));
}
/** To how many yuan bidders round. Of three bids on a grid of 100, too few prices are possible to say anything. */
const gridFor = (bidders) => (bidders >= 7 ? 100 : bidders % 2 === 0 ? 10 : 1);
export function tenderPlans() {
    const continuous = linePlans().flatMap((line, i) => [2024, 2025].map((year, j) => {
        const key = `${line.key}-${year}`;
        const planned = PLANNED_BIDS[key];
        const bidders = 3 + ((2 * i + j) % 5);
        const bids = planned ?? { kind: 'honest', bidders, grid: gridFor(bidders) };
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
    }));
    return [...continuous, ...otherTenders()];
}
/** Services to organisations, not to residents: no service line, no continuity to lose. */
function otherTenders() {
    const method = 'COMPETITIVE_CONSULTATION';
    const lot = (key, no, name, ceiling, bids) => ({
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
//# sourceMappingURL=fiction.lots.js.map