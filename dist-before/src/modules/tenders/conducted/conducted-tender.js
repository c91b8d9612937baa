import { scopeFor, scopeOf } from '../../../platform/access/scope.js';
import { lockKept } from '../../../platform/database/kept.js';
import { Problem } from '../../../platform/errors/problem.js';
import { isInsider, keptPurchase, TENDER_PARTIES, visiblePurchase } from '../tender.visibility.js';
/** Locks a tender conducted here, by seats that give the permission where one is named. @throws Problem `conducted_elsewhere` for one whose facts are recorded. */
export async function lockConducted(tx, id, version, reaching = 'parties', permission) {
    const scope = scopeOf(tx.principal);
    const keeping = permission === undefined ? scope : scopeFor(tx.principal, permission);
    const row = await lockKept(tx, 'tender', id, {
        kept: (sql) => reaching === 'parties'
            ? keptPurchase(sql, keeping, TENDER_PARTIES)
            : sql.and(isInsider(sql, keeping, TENDER_PARTIES)),
        visible: (sql) => visiblePurchase(sql, scope, TENDER_PARTIES),
    }, version);
    if (row.conducted === 'elsewhere')
        throw new Problem('conducted_elsewhere');
    const closed = row.state === 'open' && row.deadline_at !== null && row.deadline_at <= (await tx.now());
    // Past the deadline lots are suspended one by one; the tender as a whole is not.
    const lots = row.state === 'suspended' && row.suspended_from === null;
    return closed || lots ? { ...row, state: 'closed' } : row;
}
export async function lotsOf(tx, tender) {
    const rows = await tx.query(`SELECT id, no, name, ceiling::text, pricing FROM lot WHERE tender_id = $1 ORDER BY no`, [tender]);
    return rows.map((lot) => ({ ...lot, ceiling: lot.ceiling === null ? null : BigInt(lot.ceiling) }));
}
/** Only a draft is written; what was submitted is returned or revised first. */
export function mustBeDraft(tender) {
    if (tender.state !== 'draft')
        throw new Problem('wrong_state', { facts: { state: tender.state, action: 'change' } });
}
//# sourceMappingURL=conducted-tender.js.map