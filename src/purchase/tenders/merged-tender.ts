import type { Tx } from '../../kernel/database/transactions.js';
import type { FollowedMerge, NamingRoot } from '../../people/organisations/merges/merge-references.js';
import { refreshNotices } from './notices/notice-projection.js';
import { openTender, toTenderChange, type LockedTender } from './open-tender.js';
import type { TenderChangesService } from './tender-changes.service.js';

/** Parts of a recorded purchase that name a body, by their columns. */
const COLUMNS = { buyer: 'buyer_id', agent: 'agent_id' } as const;

/** The purchase names the record that the state of the merge says, and so does everything that follows from its facts. */
export async function followMergedTender(
  tx: Tx,
  changes: TenderChangesService,
  merge: FollowedMerge,
  root: NamingRoot,
): Promise<void> {
  const [tender] = await tx.query<LockedTender>(`SELECT * FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [root.id]);
  if (!tender) return;
  const data = { merge: merge.id };
  // What is conducted here names the record in facts alone, which are read under the other one's name.
  if (tender.conducted === 'here') {
    await tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [root.id]);
    await tx.record({ ...toTenderChange(tender), action: 'changed', data });
    return;
  }
  const { buyer_id: buyer, agent_id: agent } = moveColumns(merge, root, tender);
  await tx.query(`UPDATE tender SET buyer_id = $2, agent_id = $3 WHERE id = $1`, [root.id, buyer, agent]);
  const open = await openTender(tx, root.id);
  await changes.follow(tx, open);
  await refreshNotices(tx, root.id);
  await tx.record({ ...toTenderChange(open.tender), action: 'changed', data });
}

/** Who buys, and who for them, by the records that the state of the merge says. */
function moveColumns(
  { state, from, to }: FollowedMerge,
  { fields }: NamingRoot,
  tender: LockedTender,
): Pick<LockedTender, 'buyer_id' | 'agent_id'> {
  const [named, becomes] = state === 'in_force' ? [from, to] : [to, from];
  const moved = { buyer_id: tender.buyer_id, agent_id: tender.agent_id };
  for (const [field, column] of Object.entries(COLUMNS))
    if (fields.includes(field) && tender[column] === named) moved[column] = becomes;
  return moved;
}
