import { guard, subject, type Fact, type Guards, type Root } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { isBoundMerge } from './merge-binding.js';
import { OrganisationMerge } from './merge.entity.js';
import { loadMergeFindings, refuseMerge, type MergeFindings } from './merge-findings.js';
import { MERGE_GUARDS, mergeLifecycle, type MergeState } from './merge.lifecycle.js';
import { holdMerge } from './merge-locks.js';
import { MergeMove } from './merge-move.js';
import { mergeParts } from './merge-parts.js';
import { listRecordsOfBody } from './merge-references.js';
import { declareChangeKinds } from '../../../kernel/outbox/states/change-kind.rules.js';

declareChangeKinds('organisation', { parted: 'correction' });

/** A locked merge. */
export interface LockedMerge extends Root<MergeState> {
  dataset: string;
  organisation_id: string;
  into_id: string;
  proposed_by: string;
  undo_until: PlainDate | null;
}

const toPair = ({ organisation_id: from, into_id: to }: LockedMerge) => ({ from, to });

const toMove = (tx: Tx, root: LockedMerge, isBack: boolean): MergeMove =>
  new MergeMove(tx, { id: root.id, ...toPair(root) }, isBack);

/** What a confirmation and an undoing look at is read once all that they move is held. */
const findings: Fact<LockedMerge, MergeFindings> = ({ tx, root }) =>
  loadMergeFindings(tx, toPair(root), toMove(tx, root, false));
const dependents: Fact<LockedMerge, string[]> = async ({ tx, root }) => {
  await holdMerge(tx, toPair(root), toMove(tx, root, true));
  return mergeParts.findDependents(tx, root.id);
};

const mergeGuards = Object.fromEntries(
  MERGE_GUARDS.map((code) => [
    code,
    guard<LockedMerge, never, { found: MergeFindings }>({ found: findings }, ({ found }) => refuseMerge[code](found)),
  ]),
) as Guards<LockedMerge>;

/**
 * Two records of one body: proposed by one person and confirmed by another, keys confirm nothing. The address is below the record
 * that goes.
 */
export const mergeSubject = subject<LockedMerge, 'organisations/:id/merges/:merge', OrganisationMerge>({
  lifecycle: mergeLifecycle,
  path: 'organisations/:id/merges/:merge',
  entity: OrganisationMerge,
  permit: 'organisation.manage',
  async lock(tx, { id, merge }) {
    const [row] = await tx.query<LockedMerge>(
      `SELECT r.id, r.version, r.state, r.dataset, r.organisation_id, r.into_id, r.proposed_by, r.undo_until::text AS undo_until
       FROM organisation_merge r WHERE r.id = $1 AND r.organisation_id = $2 FOR NO KEY UPDATE OF r`,
      [merge, id],
    );
    if (!row || !(await isBoundMerge(tx, row.id))) throw new Problem('not_found');
    return row;
  },
  heldBy: ({ principal }) => Promise.resolve(principal.kind === 'user' ? principal.permissions : new Set<string>()),
  audience: ({ dataset, organisation_id, into_id }) => ({ dataset, tenants: [organisation_id, into_id] }),
  eventData: (root) => toPair(root),
  guards: {
    ...mergeGuards,
    merge_built_upon: guard({ dependents }, ({ dependents: roots }) =>
      roots.length > 0 ? { facts: { roots } } : null,
    ),
    merge_settled: guard({}, (_, { root: { undo_until: until }, today }) =>
      until !== null && today > until ? { facts: { undoUntil: until } } : null,
    ),
  },
});

/**
 * The record goes into the other one, or stands by itself again, with what can be moved at once; the rest follows. What went into
 * it before, and stays there, goes with it: whatever asks for the record in which a body goes on is answered in one step.
 */
export async function switchRecord(tx: Tx, root: LockedMerge, isBack: boolean): Promise<void> {
  const { from, to } = toPair(root);
  const records = await listRecordsOfBody(tx, from);
  await tx.query(`SELECT FROM organisation WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`, [[...records, to]]);
  await tx.query(
    `UPDATE organisation SET merged_into = CASE WHEN NOT $3 THEN $2::uuid WHEN id <> $4 THEN $4::uuid END,
       state = CASE WHEN $3 AND id = $4 THEN 'active' ELSE 'merged' END,
       version = version + 1, updated_at = clock_timestamp() WHERE id = ANY ($1::uuid[])`,
    [records, to, isBack, from],
  );
  await tx.query(`UPDATE organisation SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [to]);
  await mergeParts.move(toMove(tx, root, isBack));
  const data = { merge: root.id, from, to };
  await tx.recordAll(
    [...records, to].map((id) => ({
      ...{ aggregate: 'organisation', id, action: isBack ? 'parted' : 'merged', dataset: root.dataset, data },
      tenants: [id],
    })),
  );
}
