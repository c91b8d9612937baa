import { listPermittedBodies, holdsPermission } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import { personSql } from '../../people/accounts/same-person.queries.js';
import { isJointBuyer } from '../../purchase/tenders/reads/tender-visibility.js';
import type { Evaluation } from './evaluation.entity.js';

/** SQL: what the caller declared in the appointment of this evaluation as it stands; a key is its holder's hand. */
export const hasDeclaredSql = (sql: Sql, { caller }: Pick<Scope, 'caller'>, e: string, tied: boolean): string =>
  `EXISTS (SELECT FROM evaluation_declaration d WHERE d.evaluation_id = ${e}.id AND d.round = ${e}.round AND d.tied = ${tied}
    AND ${personSql('d.user_id')} = ${personSql(`${sql.p(caller)}::uuid`)})`;

export type EvaluationParties = Pick<StoredRow<Evaluation>, 'buyer_id' | 'supplier_id' | 'evaluator_id'>;

/** SQL: the caller buys the service, alone or together, was appointed to evaluate it, or watches over its place. */
export function evaluationInsiderSql(sql: Sql, scope: Scope): string {
  if (scope.everything) return 'true';
  const readers = narrowScope(scope, 'contract.read');
  const acting = sql.p(listPermittedBodies(scope, 'evaluation.act'));
  return `(${isMine(sql, readers, 'r.buyer_id')} OR r.evaluator_id = ANY (${acting}::uuid[])
    OR ${isSupervised(sql, readers, 'r.region')}
    OR EXISTS (SELECT FROM contract c WHERE c.id = r.contract_id AND ${isJointBuyer(sql, readers, 'c.tender_id')}))`;
}

/** The agency sees nothing of it before everybody does: it is secret until it is published. */
export const visibleEvaluation = (sql: Sql, scope: Scope): Sql =>
  scope.everything ? sql : sql.and(`r.published_at IS NOT NULL OR ${evaluationInsiderSql(sql, scope)}`);

/** Who has something to do in it: the buyer, the evaluator, and the agency once it is published. */
export function keptEvaluation(sql: Sql, scope: Scope): Sql {
  if (scope.everything) return sql;
  const acting = sql.p(listPermittedBodies(scope, 'evaluation.act'));
  return sql.and(`${isMine(sql, scope, 'r.buyer_id')} OR r.evaluator_id = ANY (${acting}::uuid[])
    OR (r.published_at IS NOT NULL AND ${isMine(sql, scope, 'r.supplier_id')})`);
}

const PARTS: readonly { permission: string; of: (parties: EvaluationParties) => string | null }[] = [
  { permission: 'evaluation.plan', of: ({ buyer_id }) => buyer_id },
  { permission: 'evaluation.approve', of: ({ buyer_id }) => buyer_id },
  { permission: 'evaluation.act', of: ({ evaluator_id }) => evaluator_id },
  { permission: 'evaluation.appeal', of: ({ supplier_id }) => supplier_id },
];

/** What the caller may do in this evaluation: each part by a seat in the body whose part it is. */
export const heldInEvaluation = (caller: Pick<Principal, 'seats'>, parties: EvaluationParties): Set<string> =>
  new Set(
    PARTS.filter(({ permission, of }) => holdsPermission(caller, permission, [of(parties)])).map(
      ({ permission }) => permission,
    ),
  );
