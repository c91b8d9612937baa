import type { Scope } from '../../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { declareContribution } from '../../../kernel/contributions/contributed.js';
import { jointlyBoughtSql } from '../conducted/terms/joint-buyers.queries.js';

/** SQL: the caller was appointed to evaluate the contract (root `r`); null where it evaluates for nobody. */
export const isEvaluatorSql =
  declareContribution<(sql: Sql, scope: Scope) => string | null>('evaluators of a contract');

/** SQL: one of the caller's bodies buys together with the buyer of the tender whose id this column holds. */
export const isJointBuyer = (sql: Sql, scope: Pick<Scope, 'organisations'>, tender: string): string =>
  scope.organisations.length === 0
    ? 'false'
    : `${tender} = ANY (ARRAY${jointlyBoughtSql(`${sql.p(scope.organisations)}::text[]`)})`;

/**
 * SQL: the caller is concerned with the purchase (root `r`): it takes part in it, or buys together with its buyer, which
 * alone acts. Everybody else sees what was published of it.
 */
export const isInsider = (sql: Sql, scope: Scope, parties: readonly string[]): string =>
  `${takesPart(sql, scope, parties)} OR ${isJointBuyer(sql, scope, parties.includes('r.agent_id') ? 'r.id' : 'r.tender_id')}`;

/**
 * SQL: the caller has a part in the purchase (root `r`): the own bodies are party to it, or it lies in the region that
 * the caller supervises.
 */
export function takesPart(sql: Sql, scope: Scope, parties: readonly string[]): string {
  if (scope.everything) return 'true';
  const supervised =
    scope.regions.length === 0
      ? []
      : [
          isSupervised(sql, scope, 'r.region'),
          // Whoever watches over the buyer sees what it buys, wherever it says that it buys.
          `EXISTS (SELECT FROM organisation o WHERE o.id = r.buyer_id AND ${isSupervised(sql, scope, 'o.region')})`,
        ];
  // The witness of an opening sees the tender from the deadline on; while it is suspended as a whole bids will be taken again.
  const witnessed =
    parties === TENDER_PARTIES && scope.user !== null
      ? [
          `(business_now() > r.deadline_at AND r.suspended_from IS NULL
             AND r.id = ANY (ARRAY(SELECT w.tender_id FROM tender_witness w WHERE w.user_id = ${sql.p(scope.user)})))`,
        ]
      : [];
  const evaluates = parties === CONTRACT_PARTIES ? isEvaluatorSql(sql, scope) : null;
  const concerned = [
    ...parties.map((column) => isMine(sql, scope, column)),
    ...supervised,
    ...witnessed,
    ...(evaluates === null ? [] : [evaluates]),
  ];
  return concerned.length === 0 ? 'false' : concerned.join(' OR ');
}

/** The caller is concerned with no purchase: it sees what is public. */
export const isOutsider = (scope: Scope): boolean =>
  !scope.everything && scope.organisations.length === 0 && scope.regions.length === 0 && scope.user === null;
/** The caller is concerned with every purchase. */
export const overseesAll = (scope: Scope): boolean => scope.everything || scope.regions.includes('');

/** Tenders and contracts (root `r`) the caller may see. */
export const visiblePurchase = (sql: Sql, scope: Scope, parties: readonly string[]): Sql =>
  scope.everything ? sql : sql.and(`r.published OR ${isInsider(sql, scope, parties)}`);

/** Purchases whose record the caller keeps: the buyer's own, and those its agent is mandated for. */
export function keptPurchase(sql: Sql, scope: Scope, parties: readonly string[]): Sql {
  if (scope.everything) return sql;
  return sql.and(parties.map((column) => isMine(sql, scope, column)).join(' OR '));
}

export const TENDER_PARTIES = ['r.buyer_id', 'r.agent_id'] as const;
/**
 * The same where what a review is about is read: bids, sheets, ranks before the result. They are kept from everybody else
 * (Order 87 article 66), also from the witness of the opening, who saw what was opened.
 */
export const REVIEW_PARTIES = [...TENDER_PARTIES] as const;
export const CONTRACT_PARTIES = ['r.buyer_id', 'r.supplier_id'] as const;
