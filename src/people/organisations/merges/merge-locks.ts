import type { Tx } from '../../../kernel/database/transactions.js';
import type { MergedPair, MergeMove } from './merge-move.js';
import { mergeParts } from './merge-parts.js';

/** Waits for what somebody else holds. */
type Wait = () => Promise<unknown>;

/** How often what was held is given back before the rest is waited for as it comes. */
const ROUNDS = 20;

/**
 * Holds both records, all that went into them, and what the merge moves at once, where there is a move. Some requests hold bodies
 * before what names them, others hold that first: so nothing is waited for while anything else is held. What somebody holds is
 * waited for alone, and all others are tried anew behind it.
 */
export async function holdMerge(tx: Tx, pair: MergedPair, move: MergeMove | null): Promise<void> {
  let wait: Wait | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    await tx.query('SAVEPOINT merged');
    await wait?.();
    wait = (await holdRecords(tx, pair)) ?? (move && (await holdMovedRoots(tx, move)));
    if (wait === null) break;
    await tx.query('ROLLBACK TO SAVEPOINT merged');
  }
  await tx.query('RELEASE SAVEPOINT merged');
}

/** From then on nobody comes to name these. */
async function holdRecords(tx: Tx, { from, to }: MergedPair): Promise<Wait | null> {
  const [left] = await tx.query<{ id: string }>(
    `WITH held AS MATERIALIZED (
       SELECT id FROM organisation WHERE id = ANY ($1::uuid[]) OR merged_into = ANY ($1::uuid[]) ORDER BY id FOR UPDATE SKIP LOCKED)
     SELECT id FROM organisation WHERE (id = ANY ($1::uuid[]) OR merged_into = ANY ($1::uuid[])) AND id NOT IN (SELECT id FROM held)
     ORDER BY id LIMIT 1`,
    [[from, to]],
  );
  return left ? () => tx.query(`SELECT FROM organisation WHERE id = $1 FOR UPDATE`, [left.id]) : null;
}

async function holdMovedRoots(tx: Tx, move: MergeMove): Promise<Wait | null> {
  for (const roots of mergeParts.roots) {
    const left = await move.holdRoots(roots);
    if (left !== null) return () => roots.wait(tx, left);
  }
  return null;
}
