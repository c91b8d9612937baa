import { listHeldPermissions } from '../../../kernel/access/held.js';
import { toScope } from '../../../kernel/access/scope.js';
import { subject, type Root } from '../../../kernel/actions/action.js';
import { lockKeptRoot, type Reach } from '../../../kernel/database/kept.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { CategoryCode } from '../../../law/code-lists/code-lists.js';
import { evaluationSchemeLifecycle, type SchemeState } from '../evaluation.lifecycle.js';
import { keptScheme, visibleScheme } from './scheme-access.queries.js';
import type { SchemeTemplate } from './scheme-templates.js';
import { EvaluationScheme } from './evaluation-scheme.entity.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';

/** A row of `evaluation_scheme`. */
export interface SchemeRow extends Root<SchemeState>, Omit<StoredRow<EvaluationScheme>, 'category' | 'template'> {
  category: CategoryCode | null;
  template: SchemeTemplate | null;
}

export const schemeAudience = ({
  dataset,
  owner_id,
  drafted_by,
}: Pick<SchemeRow, 'dataset' | 'owner_id' | 'drafted_by'>) => ({
  dataset,
  tenants: [owner_id, drafted_by].filter((body) => body !== null),
});

/** Locks the first version of a scheme, so that its versions are made and put in force one after another. */
export async function lockSeries(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `SELECT FROM evaluation_scheme WHERE id = (SELECT series_id FROM evaluation_scheme WHERE id = $1) FOR NO KEY UPDATE`,
    [id],
  );
}

/** @throws Problem `not_found`, `not_permitted` for a scheme of another body, `stale_version` */
export function lockScheme(tx: Tx, id: string, version?: number): Promise<SchemeRow> {
  const scope = toScope(tx.principal);
  const reach: Reach = { kept: (sql) => keptScheme(sql, scope), visible: (sql) => visibleScheme(sql, scope) };
  return lockKeptRoot<SchemeRow>(tx, 'evaluation_scheme', id, reach, version);
}

/** A version is put in force and retired by an approver of its body. */
export const schemeSubject = subject<SchemeRow, 'evaluation-schemes/:id', EvaluationScheme>({
  lifecycle: evaluationSchemeLifecycle,
  path: 'evaluation-schemes/:id',
  entity: EvaluationScheme,
  permit: 'scheme.approve',
  async lock(tx, { id }) {
    await lockSeries(tx, id);
    return lockScheme(tx, id);
  },
  heldBy: ({ principal }, { owner_id }) => Promise.resolve(listHeldPermissions(principal, [owner_id])),
  audience: schemeAudience,
});
