export async function resultRow(tx, lot) {
    const [row] = await tx.query(`SELECT review_id, delivered_at, runs_from, deeming, cleared_at, deems_at, objection, objected_at, ties,
       proposal_reason, proposed_at, proposed_by FROM lot_result WHERE lot_id = $1`, [lot]);
    return row ?? null;
}
/** The lot is reviewed again: its next report is delivered, and starts the clock, anew. What was drawn is kept (`draws.ts`). */
export async function awaitNewReport(tx, lot) {
    await tx.query(`DELETE FROM lot_result WHERE lot_id = $1`, [lot]);
}
/** A remedy sent the decision back: who comes next is confirmed by a person, and never deemed. */
export async function awaitNewDecision(tx, lot) {
    await tx.query(`UPDATE lot_result SET deeming = false, deems_at = NULL, objection = NULL, objected_at = NULL, objected_by = NULL,
       proposal_reason = NULL, proposed_at = NULL, proposed_by = NULL WHERE lot_id = $1`, [lot]);
}
/** A suspension ended: the days to confirm count anew from now. The clock's own date follows with `ResultClock.refresh`. */
export async function restartConfirmation(tx, lot) {
    await tx.query(`UPDATE lot_result SET runs_from = $2, deems_at = NULL WHERE lot_id = $1`, [lot, await tx.now()]);
}
//# sourceMappingURL=result-desk.js.map