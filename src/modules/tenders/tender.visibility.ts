import type { Scope } from '../../platform/access/scope.js';
import { isMine, isSupervised } from '../../platform/access/visible.js';
import type { Sql } from '../../platform/database/sql.js';

/**
 * Tenders and contracts (root `r`) the caller may see: what is published, what the own bodies are party to, and, for
 * supervisors and the finance authority, all of their region.
 */
export function visiblePurchase(sql: Sql, scope: Scope, parties: readonly string[]): Sql {
  if (scope.everything) return sql;
  const mine = parties.map((column) => isMine(sql, scope, column));
  return sql.and(['r.published', ...mine, isSupervised(sql, scope, 'r.region')].join(' OR '));
}

/** Purchases whose record the caller keeps: the buyer's own, and those its agent is mandated for. */
export function keptPurchase(sql: Sql, scope: Scope, parties: readonly string[]): Sql {
  if (scope.everything) return sql;
  return sql.and(parties.map((column) => isMine(sql, scope, column)).join(' OR '));
}

export const TENDER_PARTIES = ['r.buyer_id', 'r.agent_id'] as const;
export const CONTRACT_PARTIES = ['r.buyer_id', 'r.supplier_id'] as const;
