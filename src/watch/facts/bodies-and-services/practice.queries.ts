import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { findCategory } from '../../../law/code-lists/code-lists.js';
import type { Reach } from '../../../law/rules/limits/reach.rules.js';
import type { Subject } from '../../runs/assessment-types.js';
import type { Recorded } from '../fact-types.js';
import type { Accepted } from '../practice-facts.js';
import { loadEvaluatedContracts } from './evaluated.queries.js';
import type { FactsOf, LoadContext, Reader } from '../loading/frame-types.js';
import { listOnsets } from '../loading/judging.rules.js';
import { loadSeats } from './seats.queries.js';
import { loadService, loadSurveys, type PracticeContract } from './service.queries.js';
import { categoryFacts } from '../loading/sourced.rules.js';

/** A contract as its loader has read it. */
export interface LoadedContract extends PracticeContract {
  subject: Subject;
  conflicts: readonly string[];
  method: string | null;
  signed_on: PartialDate | null;
  reach: Reach;
}
/** The facts of family 4 on one contract, and the days on which they change by themselves. */
export interface LoadedPractice {
  facts: Pick<FactsOf, 'service' | 'supply' | 'residents' | 'evaluated' | 'seats'>;
  /** Bodies, communities and users that were read. */
  uses: string[];
  /** Who has a seat in the purchase, as a frame holds it. */
  parties: ReadonlyMap<string, readonly string[]>;
  turns: (PlainDate | null)[];
}

interface AcceptanceRow {
  contract_id: string;
  record: string;
  key: string;
  on: PartialDate | null;
  heard: boolean | null;
}
/** Rounds that were concluded here; of what was recorded from elsewhere, what its notices say. */
const ACCEPTANCES = `
  SELECT a.contract_id, 'acceptance:' || a.id AS record, a.no::text AS key, a.concluded_on::text AS on, a.heard
  FROM acceptances a WHERE a.contract_id = ANY ($1::uuid[]) AND a.result IS NOT NULL
  UNION ALL
  SELECT f.subject_id, 'fact:' || f.id, concat_ws('/', f.data ->> 'concludedOn', f.data ->> 'result'),
    coalesce(f.data ->> 'concludedOn', f.data ->> 'publishedOn'), (f.data ->> 'recipientsTookPart')::boolean
  FROM facts_in_force f JOIN contracts c ON c.id = f.subject_id
  WHERE f.subject_type = 'contract' AND f.subject_id = ANY ($1::uuid[]) AND f.kind = 'acceptance' AND c.conducted = 'elsewhere'`;

const DELIVERED = `
  SELECT c.id, least(coalesce(c.delivered_on::text, c.content -> 'window' ->> 'end'), c.terminated_on::text) AS on
  FROM contracts c WHERE c.id = ANY ($1::uuid[]) AND c.conducted = 'here'`;

/** A few statements however many contracts there are. */
export async function loadPractice(
  reader: Reader,
  contracts: readonly LoadedContract[],
  context: LoadContext,
): Promise<Map<string, LoadedPractice>> {
  if (contracts.length === 0) return new Map();
  const ids = contracts.map(({ id }) => id);
  const services = await loadService(reader, contracts, context);
  const surveys = await loadSurveys(reader, ids);
  const evaluated = await loadEvaluatedContracts(reader, ids);
  const seats = await loadSeats(reader, contracts);
  const acceptances = await reader.query<AcceptanceRow>(ACCEPTANCES, [ids]);
  const delivered = await reader.query<{ id: string; on: PlainDate | null }>(DELIVERED, [ids]);
  const acceptancesOf = new Map<string, AcceptanceRow[]>();
  for (const row of acceptances)
    acceptancesOf.set(row.contract_id, [...(acceptancesOf.get(row.contract_id) ?? []), row]);
  const deliveryOf = new Map(delivered.map((row) => [row.id, row.on]));
  return new Map(
    contracts.map((contract): [string, LoadedPractice] => {
      const { id, subject, conflicts, conducted, category, start, reach } = contract;
      const frame = { subject, asOf: context.today, conflicts };
      const service = services.get(id);
      const held = surveys.get(id);
      const concluded = (acceptancesOf.get(id) ?? []).map(toAcceptance);
      const seated = seats.get(id);
      const here = conducted === 'here';
      const on = deliveryOf.get(id) ?? null;
      const deliveredOn: Recorded<PlainDate> | null =
        on === null ? null : { value: on, record: `contract:${id}`, source: null };
      return [
        id,
        {
          facts: {
            ...(service && { service: { ...frame, ...service.service }, supply: { ...frame, ...service.supply } }),
            residents: {
              ...frame,
              category: categoryFacts(category),
              publicService: findCategory(category ?? '')?.publicService ?? null,
              issuedOn: null,
              opinions: null,
              acceptances: here || concluded.length > 0 ? concluded : null,
              surveys: here ? (held?.surveys ?? []) : null,
              reach,
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
          parties: seated?.parties ?? new Map(),
          turns: [...(held?.ends ?? []), ...(seated?.turns ?? []), ...listOnsets(start)],
        },
      ];
    }),
  );
}

const toAcceptance = ({ record, key, on, heard }: AcceptanceRow): Accepted => ({ key, record, concludedOn: on, heard });
