import { hundredths } from '../tenders/conducted/draft.rules.js';
import { exact, plus, sumOf, ZERO } from './exact.rules.js';
/** What the members score; the price follows from a formula. */
export const scoredCriteria = ({ scoring, criteria }) => scoring === 'lowest_price' ? [] : criteria.filter(({ kind }) => kind !== 'price');
/** Points of the price, in hundredths; null where it does not count (Order 87 article 55: a fixed price is no factor). */
export function pricePoints({ scoring, pricing, criteria }) {
    if (scoring === 'lowest_price' || pricing === 'fixed')
        return null;
    const price = criteria.filter(({ kind }) => kind === 'price');
    return price.length === 0 ? null : price.reduce((sum, { points }) => sum + hundredths(points), 0);
}
/**
 * Order 87 article 55, [2014] 214 article 24: the lowest price of those that meet the documents gets all points, the
 * others lowest / price of them.
 */
export function priceScore(price, lowest, points) {
    if (lowest <= 0n || price < lowest)
        throw new RangeError('the lowest price is above zero and the lowest');
    return exact(BigInt(points) * lowest, price);
}
/** The arithmetic mean of all members for each criterion, and the price by the law's formula. Nothing is rounded. */
export function totalsOf(basis, offers, members, scores) {
    const lowest = offers.reduce((low, { price }) => (low === null || price < low ? price : low), null);
    const counted = pricePoints(basis);
    const seated = new Set(members);
    const sums = new Map();
    for (const { member, bid, criterion, points } of scores) {
        if (!seated.has(member))
            continue;
        const key = `${bid} ${criterion}`;
        sums.set(key, (sums.get(key) ?? 0n) + BigInt(points));
    }
    return offers.map(({ bid, price }) => {
        const means = scoredCriteria(basis).map(({ no, kind }) => ({
            criterion: no,
            kind,
            points: exact(sums.get(`${bid} ${no}`) ?? 0n, BigInt(members.length)),
        }));
        const forPrice = counted === null || lowest === null ? null : priceScore(price, lowest, counted);
        return {
            bid,
            price,
            means: means.map(({ criterion, points }) => ({ criterion, points })),
            priceScore: forPrice,
            technical: sumOf(means.filter(({ kind }) => kind === 'professional').map(({ points }) => points)),
            total: plus(sumOf(means.map(({ points }) => points)), forPrice ?? ZERO),
        };
    });
}
/** Which scores a member still owes, and which lie outside the criterion: a sheet is locked only where both are empty. */
export function sheetFaults(basis, bids, scores) {
    const most = new Map(scoredCriteria(basis).map(({ no, points }) => [no, hundredths(points)]));
    const given = new Set(scores.map(({ bid, criterion }) => `${bid} ${criterion}`));
    return {
        missing: bids.flatMap((bid) => [...most.keys()].filter((no) => !given.has(`${bid} ${no}`)).map((criterion) => ({ bid, criterion }))),
        outside: scores.flatMap(({ bid, criterion, points }, i) => !bids.includes(bid) || points < 0 || points > (most.get(criterion) ?? -1) ? [i] : []),
    };
}
//# sourceMappingURL=scores.rules.js.map