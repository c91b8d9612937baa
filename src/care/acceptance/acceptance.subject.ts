import { listHeldPermissions } from '../../kernel/access/held.js';
import { guard, subject, type Fact, type Root } from '../../kernel/actions/action.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import {
  listContractTenants,
  lockContract,
  mustBeHere,
  type ConductedContract,
} from '../../purchase/contracts/conducted/conducted-contract.js';
import type { Standard } from '../../purchase/tenders/conducted/terms/terms-types.js';
import { guardInterest } from '../../purchase/tenders/oversight/interest.js';
import { STANDS } from '../delivery/records/counted-records.queries.js';
import { acceptanceLifecycle, type AcceptanceState } from './acceptance.lifecycle.js';
import { findUnshownItems, refuseItems, type AcceptanceResult, type Member, type Tick } from './acceptance.rules.js';
import { HEARD } from './opinion-count.queries.js';
import { Acceptance } from './acceptance.entity.js';

/** A locked round of acceptance with its contract. */
export interface LockedAcceptance extends Root<AcceptanceState> {
  contract: ConductedContract;
  standards: Standard[];
  ticks: Tick[];
  members: Member[];
  publicService: boolean;
  opinionsUntil: string | null;
  /** Everybody who did anything for it before its conclusion. */
  preparedBy: string[];
  result: AcceptanceResult | null;
  acceptedPart: string | null;
  recipientsHeard: number | null;
  concludedOn: string | null;
  factId: string | null;
}

/** Contract before acceptance: the order of every lock. */
async function lockAcceptance(tx: Tx, id: string): Promise<LockedAcceptance> {
  const [found] = await tx.query<{ contract: string }>(`SELECT contract_id AS contract FROM acceptance WHERE id = $1`, [
    id,
  ]);
  if (!found) throw new Problem('not_found');
  const contract = mustBeHere(await lockContract(tx, found.contract, undefined));
  const [row] = await tx.query<Omit<LockedAcceptance, 'contract'>>(
    `SELECT id, version, state, standards, ticks, members, public_service AS "publicService",
       opinions_until::text AS "opinionsUntil", prepared_by AS "preparedBy", result, accepted_part AS "acceptedPart",
       recipients_heard AS "recipientsHeard", concluded_on::text AS "concludedOn", fact_id AS "factId"
     FROM acceptance WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (!row) throw new Problem('not_found');
  return { ...row, contract };
}

/** A contract that has ended is accepted in part, whatever it was when the round was opened. */
export const hasEnded = ({ state }: Pick<ConductedContract, 'state'>): boolean =>
  state === 'terminated' || state === 'rescinded';

/** The person who acts; for a key, the person who holds it. */
export async function findActor(tx: Tx): Promise<string> {
  if (tx.principal.kind !== 'api_key') return tx.principal.id ?? '';
  const [key] = await tx.query<{ holder_id: string }>(`SELECT holder_id FROM api_key WHERE id = $1`, [tx.principal.id]);
  return key?.holder_id ?? '';
}

/** Column that keeps who prepared a round, with the caller among them: none of them concludes it. */
export async function addPreparer(tx: Tx, { preparedBy }: LockedAcceptance): Promise<{ preparedBy: string[] }> {
  return { preparedBy: [...new Set([...preparedBy, await findActor(tx)])] };
}

export const countHeardRecipients: Fact<LockedAcceptance, number> = async ({ tx, root }) => {
  const [row] = await tx.query<{ heard: number }>(`SELECT ${HEARD} AS heard FROM acceptance a WHERE a.id = $1`, [
    root.id,
  ]);
  return row?.heard ?? 0;
};

/** Of these records of service, those that stand and were done for what the contract asks. */
export async function findStandingRecords(tx: Tx, contract: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `SELECT s.id FROM service_record s WHERE s.contract_id = $1 AND s.id = ANY ($2::uuid[]) AND s.within_contract AND ${STANDS}`,
    [contract, ids],
  );
  return new Set(rows.map((row) => row.id));
}

const findCitedRecords: Fact<LockedAcceptance, Set<string>> = ({ tx, root }) =>
  findStandingRecords(
    tx,
    root.contract.id,
    root.ticks.flatMap((tick) => tick.records),
  );

export const acceptanceAudience = (contract: ConductedContract) => ({
  dataset: contract.dataset,
  region: contract.region,
  tenants: listContractTenants(contract),
});

/** By which missing evidence is put right: items are corrected, once who is to conclude the round has returned it. */
const REMEDIES: Partial<Record<AcceptanceState, string>> = {
  open: 'tick',
  itemised: 'correct_items',
  opinions_in: 'return',
};

/** A round of acceptance is prepared by the buyer and concluded by somebody of the buyer who had no hand in that. */
export const acceptanceSubject = subject<LockedAcceptance, 'acceptances/:id', Acceptance>({
  lifecycle: acceptanceLifecycle,
  path: 'acceptances/:id',
  entity: Acceptance,
  permit: 'contract.read',
  routes: {
    tick: { method: 'PUT', segment: 'items' },
    name_members: { method: 'PUT', segment: 'members' },
    record_opinion: { method: 'POST', segment: 'opinions' },
  },
  lock: (tx, { id }) => lockAcceptance(tx, id),
  heldBy: ({ principal }, { contract }) => {
    const held = listHeldPermissions(principal, [contract.buyer_id]);
    // Only a person concludes, or sends back what others have found.
    if (principal.kind !== 'user') held.delete('acceptance.conclude');
    return Promise.resolve(held);
  },
  audience: ({ contract }) => acceptanceAudience(contract),
  eventData: ({ contract }) => ({ contract: contract.id }),
  guards: {
    ...guardInterest<LockedAcceptance>(({ root }) => [root.contract.supplier_id]),
    evidence_missing: guard({ findCitedRecords }, ({ findCitedRecords: standing }, { root }) => {
      const refusal = refuseItems(
        root,
        findUnshownItems(root.ticks, standing).map((no) => ({ no, field: 'documents' })),
        () => ({
          en: 'A document or a record of service; words alone only where nothing was done',
          zh: '应有文件或服务记录佐证；未履行的可仅作文字说明',
        }),
      );
      return refusal && { ...refusal, facts: { action: REMEDIES[root.state] ?? null } };
    }),
  },
});
