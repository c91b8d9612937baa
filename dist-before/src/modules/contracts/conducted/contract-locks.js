import { LockedBudget } from '../../tenders/budget.js';
import { signaturesOf } from './contract.guards.js';
/** Stores the signature of one side; true once both have signed the same words. */
export async function signedBy(tx, contract, side, amendment, hash) {
    await tx.query(`INSERT INTO contract_signature (contract_id, amendment_id, side, hash, user_id, signed_at) VALUES ($1, $2, $3, $4, $5, $6)`, [contract.id, amendment, side, hash, tx.principal.id, await tx.now()]);
    return (await signaturesOf(tx, contract.id, amendment)).length === 2;
}
/** Programme before tender before lot before award before contract: the order of every lock. */
export async function lockBeyond(tx, contract) {
    const budget = await LockedBudget.ofContractHere(tx, contract);
    await tx.query(`SELECT 1 FROM tender WHERE id = (SELECT tender_id FROM contract WHERE id = $1) FOR NO KEY UPDATE`, [
        contract,
    ]);
    await tx.query(`SELECT 1 FROM lot WHERE id = (SELECT lot_id FROM contract WHERE id = $1) FOR NO KEY UPDATE`, [
        contract,
    ]);
    await tx.query(`SELECT 1 FROM award WHERE id = (SELECT award_id FROM contract WHERE id = $1) FOR NO KEY UPDATE`, [
        contract,
    ]);
    return budget;
}
//# sourceMappingURL=contract-locks.js.map