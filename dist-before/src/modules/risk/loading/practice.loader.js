import { categoryOf } from '../../rules/code-lists.js';
import { loadEvaluated } from './evaluated.loader.js';
import { IN_FORCE } from './fragments.sql.js';
import { turnsAt } from './judging.rules.js';
import { loadSeats } from './seats.loader.js';
import { loadService, loadSurveys } from './service.loader.js';
import { categoryFacts } from './sourced.rules.js';
/** Rounds that were concluded here; of what was recorded from elsewhere, what its notices say. */
const ACCEPTANCES = `
  SELECT a.contract_id, 'acceptance:' || a.id AS record, a.no::text AS key, a.concluded_on::text AS on, a.recipients_heard > 0 AS heard
  FROM acceptance a WHERE a.contract_id = ANY ($1::uuid[]) AND a.result IS NOT NULL
  UNION ALL
  SELECT f.subject_id, 'fact:' || f.id, concat_ws('/', f.data ->> 'concludedOn', f.data ->> 'result'),
    coalesce(f.data ->> 'concludedOn', f.data ->> 'publishedOn'), (f.data ->> 'recipientsTookPart')::boolean
  FROM fact f JOIN contract c ON c.id = f.subject_id
  WHERE f.subject_type = 'contract' AND f.subject_id = ANY ($1::uuid[]) AND f.kind = 'acceptance' AND c.conducted = 'elsewhere' AND ${IN_FORCE}`;
const DELIVERED = `
  SELECT c.id, least(coalesce(c.delivered_on::text, c.content -> 'window' ->> 'end'), c.terminated_on::text) AS on
  FROM contract c WHERE c.id = ANY ($1::uuid[]) AND c.conducted = 'here'`;
/** A few statements however many contracts there are. */
export async function loadPractice(reader, contracts, context) {
    if (contracts.length === 0)
        return new Map();
    const ids = contracts.map(({ id }) => id);
    const services = await loadService(reader, contracts, context);
    const surveys = await loadSurveys(reader, ids);
    const evaluated = await loadEvaluated(reader, ids);
    const seats = await loadSeats(reader, contracts);
    const acceptances = await reader.query(ACCEPTANCES, [ids]);
    const delivered = await reader.query(DELIVERED, [ids]);
    return new Map(contracts.map((contract) => {
        const { id, subject, conflicts, conducted, category, start } = contract;
        const frame = { subject, asOf: context.today, conflicts };
        const service = services.get(id);
        const held = surveys.get(id);
        const concluded = acceptances.filter((row) => row.contract_id === id).map(acceptedBy);
        const seated = seats.get(id);
        const here = conducted === 'here';
        const on = delivered.find((row) => row.id === id)?.on ?? null;
        const deliveredOn = on === null ? null : { value: on, record: `contract:${id}`, source: null };
        return [
            id,
            {
                facts: {
                    ...(service && { service: { ...frame, ...service.service }, supply: { ...frame, ...service.supply } }),
                    residents: {
                        ...frame,
                        category: categoryFacts(category),
                        publicService: categoryOf(category ?? '')?.publicService ?? null,
                        issuedOn: null,
                        opinions: null,
                        acceptances: here || concluded.length > 0 ? concluded : null,
                        surveys: here ? (held?.surveys ?? []) : null,
                    },
                    evaluated: {
                        ...frame,
                        deliveredOn,
                        elsewhere: evaluated.get(id)?.elsewhere ?? 0,
                        evaluations: evaluated.get(id)?.evaluations ?? [],
                    },
                    ...(seated && { seats: { ...frame, ...seated.facts } }),
                },
                uses: seated?.uses ?? [],
                turns: [...(held?.ends ?? []), ...turnsAt(start)],
            },
        ];
    }));
}
const acceptedBy = ({ record, key, on, heard }) => ({ key, record, concludedOn: on, heard });
//# sourceMappingURL=practice.loader.js.map