import { agencyId, AGENCY_COUNT, SAME_FOUNDER, SAME_HEAD } from './fiction.bodies.js';
import { normalFrom, randomFrom, sample } from './fiction.random.js';
/** Pairs that never meet by chance, only where it is meant. */
const APART = [SAME_HEAD, SAME_FOUNDER];
/** The bids of a lot, by rank. `without` keeps an agency out, so that somebody else serves next year. */
export function bidsOf(lot, without) {
    const random = randomFrom(lot.key);
    const prices = pricesOf(lot, random);
    const agencies = agenciesOf(lot.bids, prices.length, random, without);
    return ranked(agencies, prices, lot.pricing === 'fixed', random);
}
function pricesOf({ bids, ceiling }, random) {
    if (bids.kind === 'given')
        return bids.prices;
    const { bidders, grid } = bids;
    return Array.from({ length: bidders }, () => {
        for (;;) {
            const price = Math.round((ceiling * 0.93 * Math.exp(0.06 * normalFrom(random))) / grid) * grid;
            if (price <= ceiling)
                return price;
        }
    });
}
function agenciesOf(plan, count, random, without) {
    const include = plan.kind === 'honest' ? (plan.include ?? []) : [];
    const exclude = new Set([...include, without]);
    const pool = Array.from({ length: AGENCY_COUNT }, (_, i) => i + 1).filter((n) => !exclude.has(n));
    for (;;) {
        const chosen = sample(pool, count - include.length, random);
        if (!APART.some((pair) => pair.every((n) => chosen.includes(n))))
            return [...include, ...chosen];
    }
}
/** Comprehensive scoring in hundredths: price 10 points by the law's formula (none at a fixed price), the rest merit. */
function ranked(agencies, prices, fixed, random) {
    const lowest = Math.min(...prices);
    return agencies
        .map((agency, i) => {
        const price = prices[i] ?? 0;
        const merit = 6_000 + Math.floor(random() * 2_600);
        return { agency, price, hundredths: merit + (fixed ? 0 : Math.round((1_000 * lowest) / price)) };
    })
        .sort((a, b) => b.hundredths - a.hundredths || a.price - b.price || a.agency - b.agency)
        .map(({ agency, price, hundredths }, i) => ({
        agency,
        organisation: agencyId(agency),
        price,
        rank: i + 1,
        score: (hundredths / 100).toFixed(2),
    }));
}
//# sourceMappingURL=fiction.bids.js.map