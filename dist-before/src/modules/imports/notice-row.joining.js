import { rowFault } from './notice-row.errors.js';
/**
 * Where a row belongs, given the round it points at (null where it points at none). A tender or single-source notice
 * opens a new round, unless the round was so far known only by other notices (its intention, or a result that was
 * imported first): then it is the call of that round. Everything else joins the round it follows.
 */
export function placementOf(kind, earlier) {
    if (earlier === null)
        return 'new_purchase';
    const calls = kind === 'tender' || kind === 'single_source';
    return calls && earlier.called ? 'new_round' : 'same_round';
}
/** The key of the second way of joining; null unless both parts are known. */
export function projectKey(row) {
    return row.projectNo === null || row.buyer === null ? null : JSON.stringify([row.buyer, row.projectNo]);
}
/** The fault of a row that follows a notice nobody has seen. */
export const followsUnknown = () => rowFault('/follows', 'follows_unknown');
/** The rules above over rows in the order of their file; an import applies them with lookups in the database. */
export function groupNotices(rows) {
    const grouping = { purchases: [], unknown: [] };
    const byRow = new Map();
    const byProject = new Map();
    for (const row of rows) {
        const key = projectKey(row);
        const earlier = row.follows === null ? latestRound(byProject.get(key ?? '')) : byRow.get(row.follows);
        if (row.follows !== null && earlier === undefined) {
            grouping.unknown.push(row.id);
            continue;
        }
        const spot = place(row, earlier ?? null, grouping.purchases);
        byRow.set(row.id, spot);
        if (key !== null && !byProject.has(key))
            byProject.set(key, spot.purchase);
    }
    return grouping;
}
function latestRound(purchase) {
    const round = purchase?.rounds.at(-1);
    return purchase === undefined || round === undefined ? undefined : { purchase, round };
}
function place(row, earlier, purchases) {
    const placement = placementOf(row.kind, earlier?.round ?? null);
    const purchase = earlier?.purchase ?? { rounds: [] };
    const round = placement === 'same_round' && earlier !== null ? earlier.round : { rows: [], called: false };
    if (placement === 'new_purchase')
        purchases.push(purchase);
    if (placement !== 'same_round')
        purchase.rounds.push(round);
    round.rows.push(row.id);
    round.called ||= row.kind === 'tender' || row.kind === 'single_source';
    return { purchase, round };
}
//# sourceMappingURL=notice-row.joining.js.map