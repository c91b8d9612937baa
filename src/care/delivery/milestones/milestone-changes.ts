import { SYSTEM } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { sayAllOfContract } from '../../../purchase/contracts/conducted/contract-facts.js';
import { isSame } from '../../../purchase/contracts/content/content.rules.js';
import { toItsParties } from '../records/served-contract.js';
import type { StoredMilestone } from './milestone.rules.js';

const ENDED: readonly string[] = ['terminated', 'rescinded'];
/** Why a fact stands in the place of the one before. */
const REASONS: Readonly<Record<string, string>> = {
  accepted: '阶段性目标已验收',
  partially_accepted: '阶段性目标部分验收',
};

/**
 * Writes down the days that have passed while the contract ran, as of now. A contract that is halted owes nothing
 * meanwhile; what was due before it was halted has been written down then.
 */
export async function recordMissedMilestones(tx: Tx, contract: ConductedContract): Promise<void> {
  if (contract.state !== 'active') return;
  const missed = await tx.query<{ id: string; no: number }>(
    `UPDATE milestone SET state = 'missed', version = version + 1, updated_at = clock_timestamp()
     WHERE contract_id = $1 AND state = 'scheduled' AND due_on < $2 RETURNING id, no`,
    [contract.id, todayInShanghai(await tx.now())],
  );
  await recordChanges(
    tx,
    contract,
    missed.map(({ id, no }) => ({ id, no, action: 'miss', from: 'scheduled', to: 'missed' })),
  );
}

/** What can no longer be reached: the contract has ended before it. What was submitted is still judged. */
export async function lapseUnreachable(tx: Tx, contract: ConductedContract): Promise<void> {
  if (!ENDED.includes(contract.state)) return;
  const lapsed = await tx.query<{ id: string; no: number; was: string }>(
    `UPDATE milestone m SET state = 'lapsed', decided_at = $2, version = m.version + 1, updated_at = clock_timestamp()
     FROM (SELECT id, state FROM milestone WHERE contract_id = $1 AND NOT dropped
             AND state IN ('scheduled', 'returned', 'missed') ORDER BY id FOR NO KEY UPDATE) o
     WHERE m.id = o.id RETURNING m.id, m.no, o.state AS was`,
    [contract.id, await tx.now()],
  );
  await recordChanges(
    tx,
    contract,
    lapsed.map(({ id, no, was }) => ({ id, no, action: 'lapse', from: was, to: 'lapsed' })),
  );
}

/** What is promised and what was done, as facts of the contract: what reads recorded contracts reads these too. */
export async function publishMilestones(tx: Tx, contract: ConductedContract, ids: readonly string[]): Promise<void> {
  const rows = await tx.query<
    Omit<StoredMilestone, 'shown_by'> & { done_on: string | null; dropped: boolean; said: unknown }
  >(
    `SELECT m.id, m.no, m.name, m.due_on::text AS due_on, m.final AND NOT m.dropped AS final, m.state, m.fact_id, m.dropped,
       CASE WHEN m.state IN ('accepted', 'partially_accepted')
         THEN (m.submitted_at AT TIME ZONE 'Asia/Shanghai')::date::text END AS done_on, f.data AS said
     FROM milestone m LEFT JOIN fact f ON f.id = m.fact_id WHERE m.id = ANY ($1::uuid[]) ORDER BY m.due_on, m.no, m.id`,
    [ids],
  );
  const said = rows
    .map((row) => ({
      row,
      data: {
        name: row.name,
        dueOn: row.due_on,
        ...(row.done_on !== null && { doneOn: row.done_on }),
        ...(row.final && { final: true }),
      },
    }))
    .filter(({ row, data }) => !isSame(row.said, data));
  const facts = await sayAllOfContract(
    tx,
    contract,
    said.map(({ row, data }) => ({
      kind: 'milestone' as const,
      data,
      instead: row.fact_id === null ? null : { of: row.fact_id, reason: REASONS[row.state] ?? '合同变更' },
    })),
  );
  await tx.query(
    `UPDATE milestone m SET fact_id = g.fact FROM unnest($1::uuid[], $2::uuid[]) AS g(id, fact) WHERE m.id = g.id`,
    [said.map(({ row }) => row.id), facts],
  );
}

/** Changes that no person made: recorded of the system, in the transaction of whoever caused them. */
export function recordChanges(
  tx: Tx,
  contract: ConductedContract,
  changes: readonly { id: string; no: number; action: string; from: string | null; to: string }[],
): Promise<unknown> {
  const { actor } = tx;
  tx.actor = SYSTEM;
  const rows = changes.map(({ id, no, action, from, to }) => ({
    ...toItsParties(contract),
    aggregate: 'milestone',
    id,
    action,
    from,
    to,
    data: { contract: contract.id, no },
  }));
  return tx.recordAll(rows).finally(() => {
    tx.actor = actor;
  });
}
