import { holdsIn } from '../../platform/access/held.js';
import { todayInShanghai } from '../../platform/clock/moment.js';
import { Problem } from '../../platform/errors/problem.js';
import { lockContract, mustBeHere } from '../contracts/conducted/conducted-contract.js';
/** A contract under which services are recorded: it has begun, and what has ended may still be told of. */
const STATES = ['active', 'halted', 'delivered', 'terminated', 'rescinded'];
/**
 * Locks a contract for the agency that carries it out: records of one contract are stored one request after another, so
 * that a token is taken once.
 */
export async function lockServed(tx, id) {
    const contract = mustBeHere(await lockContract(tx, id, undefined));
    if (!holdsIn(tx.principal, 'service.record', [contract.supplier_id]))
        throw new Problem('not_permitted');
    return { contract, today: todayInShanghai(await tx.now()), ...servedBy(contract) };
}
/** What was accepted may still be reported on. */
export const REPORTED = [...STATES, 'accepted', 'part_accepted'];
/** The days on which a contract was carried out or is to be; refused before it has begun. */
export function servedBy(contract, states = STATES) {
    const { start: from, end } = contract.content.window;
    if (!states.includes(contract.state) || from === null || end === null)
        throw new Problem('contract_not_running', { facts: { state: contract.state } });
    const ended = contract.terminated_on;
    // What a round of acceptance found wanting is mended until its own day.
    const mended = contract.rectify_due_on;
    const last = mended !== null && mended > end ? mended : end;
    return { from, to: ended !== null && ended < last ? ended : last };
}
/** What a change under a contract says to its two parties and to who watches over them. */
export const toItsParties = ({ dataset, region, buyer_id, supplier_id }) => ({
    dataset,
    region,
    tenants: [buyer_id, supplier_id],
});
//# sourceMappingURL=served-contract.js.map