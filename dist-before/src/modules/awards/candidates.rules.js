/** The offers of a report in the order in which they are to be confirmed. */
export function candidatesOf(report, settled, out) {
    return report.offers
        .map(({ bid, rank, total }) => {
        const said = report.bids.find((each) => each.bid === bid);
        const within = settled.find(({ order }) => order.includes(bid))?.order.indexOf(bid) ?? 0;
        const { bidder = '', price = null } = said ?? {};
        return { bid, bidder, rank, place: rank + within, total, price, stands: !out.has(bid) };
    })
        .toSorted((a, b) => a.place - b.place || (a.bid < b.bid ? -1 : 1));
}
/** Who comes first of those that stand: one, several whose tie is open, or none. */
export function firstOf(candidates) {
    const standing = candidates.filter(({ stands }) => stands);
    return standing.filter(({ place }) => place === standing[0]?.place);
}
/** The bids of every tie that is open among those that stand. */
export function openTies(candidates) {
    const standing = candidates.filter(({ stands }) => stands);
    const places = [...new Set(standing.map(({ place }) => place))];
    return places
        .map((place) => standing.filter((c) => c.place === place).map(({ bid }) => bid))
        .filter((tied) => tied.length > 1);
}
/** The order in which a rule of the documents puts each of the ties, or null where it does not speak of exactly those bids. */
export function orderedTies(ties, given) {
    const tied = ties.flat();
    const isWhole = given.length === tied.length && new Set(given).size === given.length;
    if (!isWhole || given.some((bid) => !tied.includes(bid)))
        return null;
    return ties.map((tie) => given.filter((bid) => tie.includes(bid)));
}
//# sourceMappingURL=candidates.rules.js.map