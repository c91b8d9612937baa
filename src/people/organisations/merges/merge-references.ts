import type { Tx } from '../../../kernel/database/transactions.js';
import { isBoundMerge } from './merge-binding.js';

/** A root that names a record in some of its parts. */
export interface NamingRoot {
  type: 'tender' | 'contract';
  id: string;
  fields: string[];
}

/**
 * Notes that the root names the record that these were merged into: what an undoing of the merge gives back, of each merge by
 * which they came to it.
 */
export async function noteMovedReference(
  tx: Tx,
  records: readonly string[],
  { type, id, field }: { type: string; id: string; field: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO organisation_merge_reference (merge_id, root_type, root_id, field, moved)
     WITH RECURSIVE way AS (
       SELECT m.id, m.into_id FROM organisation_merge m WHERE m.organisation_id = ANY ($1::uuid[]) AND m.state = 'in_force'
       UNION SELECT m.id, m.into_id FROM way JOIN organisation_merge m ON m.organisation_id = way.into_id AND m.state = 'in_force')
     SELECT way.id, $2, $3, $4, true FROM way
     ON CONFLICT DO NOTHING`,
    [records, type, id, field],
  );
}

/** A record, and every one that went into it before and stays there. */
export async function listRecordsOfBody(tx: Tx, record: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `WITH RECURSIVE body AS (
       SELECT $1::uuid AS id
       UNION SELECT m.organisation_id FROM body JOIN organisation_merge m ON m.into_id = body.id AND m.state = 'in_force')
     SELECT id FROM body`,
    [record],
  );
  return rows.map(({ id }) => id);
}

/** Notes roots whose facts or parts name a merged record: until all have followed once, each of them is followed anew. */
export async function owePendingReferences(
  tx: Tx,
  merge: string,
  roots: readonly { type: string; id: string; field: string }[],
): Promise<void> {
  await tx.query(
    `INSERT INTO organisation_merge_reference (merge_id, root_type, root_id, field, moved)
     SELECT $1, g.type, g.id, g.field, false FROM jsonb_to_recordset($2::jsonb) AS g(type text, id text, field text)
     ON CONFLICT (merge_id, root_type, root_id, field) DO UPDATE SET moved = false
       WHERE EXISTS (SELECT FROM organisation_merge m WHERE m.id = $1 AND m.followed_at IS NULL)`,
    [merge, JSON.stringify(roots)],
  );
}

/** A merge that is in force or undone, as two persons said, whose state nobody changes before this unit of work is over. */
export interface FollowedMerge {
  id: string;
  state: 'in_force' | 'undone';
  /** The record that went into the other one. */
  from: string;
  to: string;
}

export async function lockFollowedMerge(
  tx: Tx,
  id: string,
  mode: 'FOR SHARE' | 'FOR NO KEY UPDATE' = 'FOR SHARE',
): Promise<FollowedMerge | null> {
  const [merge] = await tx.query<FollowedMerge>(
    `SELECT m.id, m.state, m.organisation_id AS from, m.into_id AS to FROM organisation_merge m
     WHERE m.id = $1 AND m.state IN ('in_force', 'undone') ${mode} OF m`,
    [id],
  );
  return merge && (await isBoundMerge(tx, merge.id)) ? merge : null;
}

/** The next root that names another record than the state of the merge says, but for some; null where none is left. */
export async function findPendingRoot(
  tx: Tx,
  { id, state }: FollowedMerge,
  except: readonly string[],
): Promise<NamingRoot | null> {
  const [root] = await tx.query<NamingRoot>(
    `SELECT r.root_type AS type, r.root_id AS id, array_agg(r.field ORDER BY r.field) AS fields FROM organisation_merge_reference r
     WHERE r.merge_id = $1 AND r.moved <> $2 AND r.root_type IN ('tender', 'contract') AND NOT (r.root_id = ANY ($3::text[]))
     GROUP BY r.root_type, r.root_id ORDER BY r.root_type DESC, r.root_id LIMIT 1`,
    [id, state === 'in_force', except],
  );
  return root ?? null;
}

/** The root names the record that the state of the merge says. */
export async function notePendingRoot(tx: Tx, { id, state }: FollowedMerge, root: NamingRoot): Promise<void> {
  await tx.query(
    `UPDATE organisation_merge_reference SET moved = $4 WHERE merge_id = $1 AND root_type = $2 AND root_id = $3`,
    [id, root.type, root.id, state === 'in_force'],
  );
}

/**
 * Notes that everything has followed, unless something has come to be left meanwhile: answers whether nothing is. One that was undone
 * meanwhile is followed once more. It is held for itself from the first: of two that share it, each would wait for the other.
 */
export async function endFollowing(tx: Tx, id: string): Promise<boolean> {
  const merge = await lockFollowedMerge(tx, id, 'FOR NO KEY UPDATE');
  if (merge === null) return true;
  if ((await findPendingRoot(tx, merge, [])) !== null) return false;
  await tx.query(`UPDATE organisation_merge SET followed_at = clock_timestamp() WHERE id = $1`, [id]);
  return true;
}

/** Whether an external id of a body was that of a record which was merged into it. */
export async function isMovedId(
  tx: Tx,
  body: string,
  { system, id }: { system: string; id: string },
): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM organisation_merge m JOIN organisation_merge_reference r ON r.merge_id = m.id
     WHERE m.into_id = $1 AND m.state = 'in_force' AND r.moved AND r.root_type = 'external_id' AND r.root_id = $2 || ':' || $3`,
    [body, system, id],
  );
  return rows.length > 0;
}
