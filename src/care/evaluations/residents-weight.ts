import type { Tx } from '../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import type { ActionGiven } from '../../kernel/actions/registry.js';
import { categoryOf } from '../../law/code-lists/code-lists.js';
import { residentsWeigh, type SchemeDimension } from './schemes/scheme.rules.js';

interface Asked {
  category: string | null;
  dimensions: SchemeDimension[];
}

/**
 * No law says so: a choice of ours (POLICY) for services that residents receive (the study's 考·评·议 together). The contract
 * says what is evaluated; what a scheme says of itself does not change who received it. Where it is not known whether
 * residents did, they are heard. A scheme that is not this buyer's is refused for that, and not here.
 */
export async function residentsUnweighted(tx: Tx, contract: string, scheme: string): Promise<ProblemDetails | null> {
  const [asked] = await tx.query<Asked>(
    `SELECT c.category, s.dimensions FROM contract c JOIN evaluation_scheme s ON s.owner_id = c.buyer_id
     WHERE c.id = $1 AND s.id = $2`,
    [contract, scheme],
  );
  if (!asked || residentsWeigh(asked.dimensions)) return null;
  if (categoryOf(asked.category ?? '')?.publicService === false) return null;
  return { facts: { channel: 'residents', category: asked.category, basis: 'POLICY' } };
}

/** The same of an evaluation: by the scheme that is proposed with this action, or by its own. */
export async function evaluatedUnheard(
  tx: Tx,
  id: string,
  { scheme }: ActionGiven & { scheme?: string },
): Promise<ProblemDetails | null> {
  const [row] = await tx.query<{ contract_id: string; scheme_id: string }>(
    `SELECT contract_id, scheme_id FROM evaluation WHERE id = $1`,
    [id],
  );
  return row ? residentsUnweighted(tx, row.contract_id, scheme ?? row.scheme_id) : null;
}
