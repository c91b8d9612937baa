import { SYSTEM } from '../../../platform/access/principal.js';
import { Problem } from '../../../platform/errors/problem.js';
import { moveAward, moveLotHere, standingAward } from '../../awards/award.moves.js';
import { sayFacts } from '../../tenders/conducted/action-facts.js';
import { factsOfRoots, storeFacts } from '../../tenders/facts.store.js';
import { isActive, originsOf } from '../../tenders/facts-in-force.rules.js';
import { projectNotices } from '../../tenders/notice.projection.js';
const HERE = { kind: 'statement' };
/** What an action on a contract means, as a fact of the contract: risk, coverage and statistics read one record. */
export async function sayOfContract(tx, contract, kind, data) {
    await sayAllOfContract(tx, contract, [{ kind, data }]);
}
/** The same of several at once; answers the ids of the facts in their order. */
export async function sayAllOfContract(tx, contract, said) {
    if (said.length === 0)
        return [];
    const existing = (await factsOfRoots(tx.manager, [contract.id])).get(contract.id) ?? [];
    const facts = said.map(({ kind, data, source, instead }) => ({
        kind,
        lot: null,
        data: { ...data },
        source: source ?? HERE,
        replaces: instead?.of ?? null,
        reason: instead?.reason ?? null,
    }));
    const all = (await storeFacts(tx, { type: 'contract', id: contract.id }, facts, existing));
    await projectNotices(tx, contract.tender_id, contract.id, all);
    return all.slice(-said.length).map(({ id }) => id);
}
/** The last fact of a kind that is in force; of one chain of corrections where its first is named. */
export async function inForceOf(tx, contract, kind, origin) {
    const facts = (await factsOfRoots(tx.manager, [contract.id])).get(contract.id) ?? [];
    const originOf = originsOf(facts);
    const of = (fact) => origin === undefined || originOf(fact.id) === origin;
    return facts.findLast((fact) => fact.kind === kind && isActive(fact) && of(fact))?.id ?? null;
}
/**
 * What the signing or publication of a contract says of its tender. The record of a purchase conducted elsewhere follows
 * from its facts, by the system: neither party need be the one that keeps it.
 */
export async function sayOfTender(tx, deps, contract, data, source = HERE) {
    const [tender] = await tx.query(`SELECT t.conducted, l.no AS lot FROM tender t LEFT JOIN lot l ON l.id = $2 WHERE t.id = $1`, [contract.tender_id, contract.lot_id]);
    if (!tender)
        throw new Problem('not_found');
    const { lot } = tender;
    if (tender.conducted === 'elsewhere') {
        const contractIds = lot === null ? {} : { [lot]: contract.id };
        const now = await tx.now();
        await deps.transactions.run(SYSTEM, (system) => {
            system.happensAt(now);
            return deps.recording.record(system, contract.tender_id, [{ kind: 'contract', lot, data: { ...data }, source }], {
                contractIds,
            });
        });
        return;
    }
    const signed = await factOf(tx, contract);
    const facts = await sayFacts(tx, contract.tender_id, [
        {
            kind: 'contract',
            lot,
            // One contract is one fact: its notice says whose it is and for how much.
            data: { ...signed?.data, ...data },
            source,
            ...(signed && { instead: { of: signed.id, reason: '合同公告' } }),
        },
    ]);
    if (contract.fact_id !== null)
        return;
    await tx.query(`UPDATE contract SET fact_id = $2, state = 'signed' WHERE id = $1`, [contract.id, facts.at(-1)?.id]);
    await contractLot(tx, contract);
    await tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
        contract.tender_id,
    ]);
    await tx.query(`INSERT INTO contract_service_line (contract_id, service_line_id)
     SELECT $1, service_line_id FROM tender_service_line WHERE tender_id = $2 ON CONFLICT DO NOTHING`, [contract.id, contract.tender_id]);
}
/** What the record says of the contract by now; null before it is signed. */
async function factOf(tx, { tender_id, fact_id }) {
    if (fact_id === null)
        return null;
    const facts = (await factsOfRoots(tx.manager, [tender_id])).get(tender_id) ?? [];
    const originOf = originsOf(facts);
    const known = facts.find((fact) => isActive(fact) && originOf(fact.id) === originOf(fact_id));
    return known?.kind === 'contract' ? { id: known.id, data: known.data } : null;
}
/** Both parties have signed: the award is contracted, and the lot with it. */
async function contractLot(tx, { id, tender_id, lot_id }) {
    const [tender] = await tx.query(`SELECT * FROM tender WHERE id = $1`, [tender_id]);
    const [lot] = await tx.query(`SELECT id, no, state FROM lot WHERE id = $1 FOR NO KEY UPDATE`, [lot_id]);
    const award = lot && (await standingAward(tx, lot.id));
    if (!tender || !lot || !award)
        throw new Problem('award_not_active');
    const data = { contract: id };
    await moveAward(tx, tender, award, 'contract', 'contracted', { data: { ...data, lot: lot.no } });
    await moveLotHere(tx, tender, lot, 'sign', 'contracted', { data });
}
//# sourceMappingURL=contract-facts.js.map