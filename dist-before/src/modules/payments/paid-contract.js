import { Problem } from '../../platform/errors/problem.js';
import { lockContract, mustBeHere } from '../contracts/conducted/conducted-contract.js';
/** Contract before instalment before invoice: the order of every lock. What one contract comes to is asked by one at a time. */
export async function lockMoney(tx, contract, of) {
    const locked = mustBeHere(await lockContract(tx, contract, undefined));
    const [row] = await tx.query(`SELECT * FROM ${of.table} WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`, [
        of.id,
        contract,
    ]);
    if (!row)
        throw new Problem('not_found');
    if (row.version !== of.version)
        throw new Problem('stale_version');
    return { contract: locked, row };
}
/** What a change of money under a contract says to its two parties and to who watches over them. */
export const toParties = ({ dataset, region, buyer_id, supplier_id }) => ({
    dataset,
    region,
    tenants: [buyer_id, supplier_id],
});
//# sourceMappingURL=paid-contract.js.map