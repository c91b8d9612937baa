import { scopeOf } from '../../platform/access/scope.js';
import { isMine, isSupervised } from '../../platform/access/visible.js';
import { lockKept } from '../../platform/database/kept.js';
import { Problem } from '../../platform/errors/problem.js';
import { regionPrefix } from '../../platform/identity/regions.js';
import { permissionsOf } from '../accounts/roles.js';
/** Who filed it. */
const FILER = { challenge: 'challenger_id', complaint: 'complainant_id' };
/** Who files, who is to answer and who watches over them; it is nobody else's business. */
export const concerned = (sql, scope, table) => scope.everything
    ? 'true'
    : [
        ...[`r.${FILER[table]}`, 'r.buyer_id', 'r.agent_id'].map((column) => isMine(sql, scope, column)),
        isSupervised(sql, scope, 'r.region'),
    ].join(' OR ');
export function lockRemedy(tx, table, id, version) {
    const scope = scopeOf(tx.principal);
    const reach = (sql) => sql.and(concerned(sql, scope, table));
    return lockKept(tx, table, id, { kept: reach, visible: reach }, version);
}
/** Tender before challenge or complaint: the order of every lock. */
export async function lockTenderOf(tx, table, id) {
    await tx.query(`SELECT 1 FROM tender WHERE id = (SELECT tender_id FROM ${table} WHERE id = $1) FOR NO KEY UPDATE`, [
        id,
    ]);
}
/** By a seat in the body whose part it is, or one that sees the region: a permission held elsewhere is none here. */
export function mustBeTheirPart({ seats, permissions }, permission, root) {
    const parts = {
        'challenge.file': [root.challenger_id],
        'complaint.file': [root.complainant_id],
        'challenge.answer': [root.buyer_id, root.agent_id],
        'tender.manage': [root.buyer_id],
    };
    const holds = seats.some((seat) => {
        if (!permissionsOf([seat.role]).has(permission))
            return false;
        if (permission === 'remedy.decide')
            return seat.region !== null && (root.region ?? '').startsWith(regionPrefix(seat.region));
        return parts[permission]?.includes(seat.organisation) ?? false;
    });
    if (!permissions.has(permission) || !holds)
        throw new Problem('not_permitted');
}
export const changeOfRemedy = (table, root, filer) => ({
    aggregate: table,
    id: root.id,
    dataset: root.dataset,
    region: root.region,
    tenants: [...new Set([filer, root.buyer_id, root.agent_id])].filter((t) => t !== null),
});
export async function lockDisputed(tx, tender, lot) {
    // Only what is published is known to whoever took part in it.
    const [row] = await tx.query(`SELECT id, dataset, region, buyer_id, agent_id FROM tender WHERE id = $1 AND published FOR NO KEY UPDATE`, [tender]);
    if (!row)
        throw new Problem('not_found');
    if (lot === null || lot === undefined)
        return { ...row, lot_id: null };
    const [found] = await tx.query(`SELECT id FROM lot WHERE tender_id = $1 AND no = $2`, [tender, lot]);
    if (!found)
        throw new Problem('lot_unknown', {
            errors: [{ pointer: '/lot', code: 'lot_unknown', text: { en: 'No such lot', zh: '没有这个包（标段）' } }],
        });
    return { ...row, lot_id: found.id };
}
//# sourceMappingURL=remedy-root.js.map