import { SYSTEM } from '../../kernel/access/principal.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { toItsParties } from '../delivery/records/served-contract.js';
import { planStateSql } from './plan-standing.queries.js';

/** Writes down that the plan of a locked contract has lapsed, if it has. Its version stays: nobody has changed it. */
export async function recordLapsedPlans(tx: Tx, contract: ConductedContract): Promise<void> {
  const lapsed = await tx.query<{ id: string; state: string }>(
    `SELECT p.id, p.state FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
     WHERE p.contract_id = $1 AND p.state IN ('proposed', 'agreed') AND ${planStateSql('p', 'c')} = 'lapsed'
     FOR NO KEY UPDATE OF p`,
    [contract.id],
  );
  if (lapsed.length === 0) return;
  await tx.query(
    `UPDATE continuity_plan SET state = 'lapsed', since = $2, updated_at = clock_timestamp() WHERE id = ANY ($1::uuid[])`,
    [lapsed.map(({ id }) => id), await tx.now()],
  );
  const { actor } = tx;
  tx.actor = SYSTEM;
  const rows = lapsed.map(({ id, state }) => ({
    ...toItsParties(contract),
    aggregate: 'continuity_plan',
    id,
    action: 'lapse',
    from: state,
    to: 'lapsed',
    data: { contract: contract.id },
  }));
  await tx.recordAll(rows).finally(() => {
    tx.actor = actor;
  });
}
