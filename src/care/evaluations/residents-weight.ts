import type { Tx } from '../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import { findCategory } from '../../law/code-lists/code-lists.js';
import { residentsWeigh, type SchemeDimension } from './schemes/scheme.rules.js';

/** What a contract buys, and the tree by which it is to be evaluated. */
export interface WeighedService {
  category: string | null;
  dimensions: SchemeDimension[];
}

/** Null for a scheme that is not this buyer's, which is refused for that. */
export async function findWeighedService(tx: Tx, contract: string, scheme: string): Promise<WeighedService | null> {
  const [row] = await tx.query<WeighedService>(
    `SELECT c.category, s.dimensions FROM contract c JOIN evaluation_scheme s ON s.owner_id = c.buyer_id
     WHERE c.id = $1 AND s.id = $2`,
    [contract, scheme],
  );
  return row ?? null;
}

/**
 * No law says so: a choice of ours (POLICY) for services that residents receive (the study's 考·评·议 together). The contract
 * says what is evaluated; what a scheme says of itself does not change who received it. Where it is not known whether
 * residents did, they are heard.
 */
export function refuseMissingWeight(service: WeighedService | null): ProblemDetails | null {
  if (!service || residentsWeigh(service.dimensions)) return null;
  if (findCategory(service.category ?? '')?.publicService === false) return null;
  return { facts: { channel: 'residents', category: service.category, basis: 'POLICY' } };
}
