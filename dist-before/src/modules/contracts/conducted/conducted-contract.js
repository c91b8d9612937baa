import { scopeOf } from '../../../platform/access/scope.js';
import { lockKept } from '../../../platform/database/kept.js';
import { Problem } from '../../../platform/errors/problem.js';
import { permissionsOf } from '../../accounts/roles.js';
import { CONTRACT_PARTIES, keptPurchase, visiblePurchase } from '../../tenders/tender.visibility.js';
/** Locks a contract of the caller's bodies; what is only visible is not the caller's to change. */
export function lockContract(tx, id, version) {
    const scope = scopeOf(tx.principal);
    return lockKept(tx, 'contract', id, {
        kept: (sql) => keptPurchase(sql, scope, CONTRACT_PARTIES),
        visible: (sql) => visiblePurchase(sql, scope, CONTRACT_PARTIES),
    }, version);
}
export function mustBeHere(contract) {
    if (contract.conducted === 'elsewhere')
        throw new Problem('conducted_elsewhere');
    return contract;
}
/** What each party may do of what the two may do together. */
const SIDES_OF = {
    'contract.manage': ['buyer'],
    'contract.deliver': ['supplier'],
    'contract.sign': ['buyer', 'supplier'],
};
/** The side for which the caller may do what needs this permission: by a seat in that party, not by one elsewhere. */
export function sideOf({ seats, permissions }, permission, parties) {
    if (!permissions.has(permission))
        return null;
    const holds = (body) => seats.some((s) => s.organisation === body && permissionsOf([s.role]).has(permission));
    const sides = SIDES_OF[permission] ?? [];
    return sides.find((side) => holds(side === 'buyer' ? parties.buyer_id : parties.supplier_id)) ?? null;
}
export const changeOfContract = (contract) => ({
    aggregate: 'contract',
    id: contract.id,
    dataset: contract.dataset,
    region: contract.region,
    tenants: [contract.buyer_id, contract.supplier_id].filter((t) => t !== null),
});
export async function amendmentOf(tx, contract, id) {
    if (id === undefined)
        return null;
    const [row] = await tx.query(`SELECT id, no, state, reason_code, reason, supplement::text, difference, hash, published_on::text
     FROM contract_amendment WHERE contract_id = $1 AND id = $2`, [contract, id]);
    return row ?? null;
}
//# sourceMappingURL=conducted-contract.js.map