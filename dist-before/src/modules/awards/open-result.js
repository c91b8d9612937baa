import { todayInShanghai } from '../../platform/clock/moment.js';
import { Problem } from '../../platform/errors/problem.js';
import { permissionsOf } from '../accounts/roles.js';
import { lockConducted } from '../tenders/conducted/conducted-tender.js';
import { standingAward } from './award.moves.js';
import { candidatesOf } from './candidates.rules.js';
import { resultRow } from './result-desk.js';
export async function openResult(tx, tenderId, no, version) {
    const tender = await lockConducted(tx, tenderId, version);
    const [lot] = await tx.query(`SELECT id, no, state FROM lot WHERE tender_id = $1 AND no = $2 FOR NO KEY UPDATE`, [tenderId, no]);
    if (!lot)
        throw new Problem('not_found', {
            errors: [{ pointer: '/lot', code: 'not_found', text: { en: 'There is no such lot', zh: '没有这个采购包' } }],
        });
    // A draft's lot has no state of its own yet.
    return readResult(tx, tender, { ...lot, state: lot.state ?? 'open' });
}
/** The same of a lot that is locked already. */
export async function readResult(tx, tender, lot) {
    const [stored] = await tx.query(`SELECT id AS review, encode(report_hash, 'hex') AS sha256, report FROM review
     WHERE lot_id = $1 AND state = 'reported' FOR NO KEY UPDATE`, [lot.id]);
    const desk = await resultRow(tx, lot.id);
    const out = stored ? await outOf(tx, lot.id, stored.sha256) : new Set();
    return {
        tender,
        lot,
        stored: stored ?? null,
        desk,
        candidates: stored ? candidatesOf(stored.report, desk?.ties ?? [], out) : [],
        award: await standingAward(tx, lot.id),
        today: todayInShanghai(await tx.now()),
    };
}
/**
 * SQL: bids of the lot `lot` that are out under the report `hash`: no longer valid, put out for good by a refusal or a remedy,
 * or invalidated with this report.
 */
export const outBids = (lot, hash) => `
  SELECT d.id FROM bid d WHERE d.lot_id = ${lot} AND d.state NOT IN ('valid', 'won', 'lost')
  UNION SELECT a.bid_id FROM award a WHERE a.lot_id = ${lot} AND a.bid_id IS NOT NULL
    AND (a.state = 'refused' OR a.remedied OR (a.state = 'invalidated' AND a.report_hash = ${hash}))`;
async function outOf(tx, lot, sha256) {
    const rows = await tx.query(outBids('$1', `decode($2, 'hex')`), [lot, sha256]);
    return new Set(rows.map(({ id }) => id));
}
/** Whose act it is: by a seat in that body. A permission held in another is none here. */
export function mustActFor({ seats }, permission, bodies) {
    const holds = seats.some(({ organisation, role }) => bodies.includes(organisation) && permissionsOf([role]).has(permission));
    if (!holds)
        throw new Problem('not_permitted');
}
//# sourceMappingURL=open-result.js.map