import { heldIn } from '../../platform/access/held.js';
import { Problem } from '../../platform/errors/problem.js';
import { lockContract, mustBeHere } from '../contracts/conducted/conducted-contract.js';
export const COLUMNS = `a.id, a.version, a.contract_id, a.no, a.state, a.standards, a.ticks, a.members, a.public_service,
  a.opinions_until::text AS opinions_until, a.prepared_by, a.result, a.accepted_part, a.recipients_heard,
  a.concluded_on::text AS concluded_on, a.fact_id`;
/** Contract before acceptance: the order of every lock. */
export async function lockAcceptance(tx, id, version) {
    const [found] = await tx.query(`SELECT contract_id FROM acceptance WHERE id = $1`, [id]);
    if (!found)
        throw new Problem('not_found');
    const contract = mustBeHere(await lockContract(tx, found.contract_id, undefined));
    const [acceptance] = await tx.query(`SELECT ${COLUMNS} FROM acceptance a WHERE a.id = $1 FOR NO KEY UPDATE`, [id]);
    if (!acceptance)
        throw new Problem('not_found');
    if (acceptance.version !== version)
        throw new Problem('stale_version');
    return { contract, acceptance, held: heldIn(tx.principal, [contract.buyer_id]) };
}
/** What has ended is accepted in part, whatever it was when the round was opened. */
export const hasEnded = ({ state }) => state === 'terminated' || state === 'rescinded';
/** Who acts: a program does what its holder would. */
export async function actorOf(tx) {
    if (tx.principal.kind !== 'api_key')
        return tx.principal.id ?? '';
    const [key] = await tx.query(`SELECT holder_id FROM api_key WHERE id = $1`, [tx.principal.id]);
    return key?.holder_id ?? '';
}
export const changeOfAcceptance = ({ id }, contract) => ({
    aggregate: 'acceptance',
    id,
    dataset: contract.dataset,
    region: contract.region,
    tenants: [contract.buyer_id, contract.supplier_id],
});
/**
 * How many recipients of the contract have said something for the round `a`: the last word of each that was recorded, silence
 * being no opinion, and the answers of surveys that ended after the round before it.
 */
export const HEARD = `((SELECT count(*) FROM (
    SELECT DISTINCT ON (v.recipient_id) v.verdict FROM acceptance_voice v JOIN acceptance_opinion o ON o.id = v.opinion_id
    WHERE o.acceptance_id = a.id ORDER BY v.recipient_id, o.no DESC) last WHERE last.verdict IS NOT NULL)
  + (SELECT count(*) FROM survey_answer x JOIN survey y ON y.id = x.survey_id
    WHERE y.contract_id = a.contract_id AND y.purpose = 'acceptance'
      AND (y.state = 'closed' OR (y.state = 'open' AND y.closes_on < business_today()))
      AND NOT EXISTS (SELECT FROM acceptance e WHERE e.contract_id = a.contract_id AND e.no < a.no
        AND e.concluded_on >= least(y.closes_on, (y.closed_at AT TIME ZONE 'Asia/Shanghai')::date))))::int`;
//# sourceMappingURL=acceptance-root.js.map