import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import type { EvaluationActionDto } from './evaluation.dto.js';
import type { EvaluationRoot } from './evaluation.root.js';

/** The contract of an evaluation, which is locked before it. */
export async function contractLocked(tx: Tx, evaluation: string): Promise<void> {
  await tx.query(
    `SELECT FROM contract WHERE id = (SELECT contract_id FROM evaluation WHERE id = $1) FOR NO KEY UPDATE`,
    [evaluation],
  );
}

/**
 * A person of the evaluator says, once for each appointment, whether they are tied. A tie may be added when it is found; one
 * that was declared is not taken back, nor forgotten where the same body is appointed again or for the next evaluation of the
 * contract: another person acts, or another body.
 */
export async function writeDeclaration(tx: Tx, e: EvaluationRoot, given: EvaluationActionDto): Promise<void> {
  if (tx.principal.kind !== 'user') throw new Problem('not_permitted');
  if (given.tied === undefined) throw invalid('/tied', 'required', { en: 'Tied or not', zh: '请说明有无利害关系' });
  if (given.tied && given.tie === undefined) throw invalid('/tie', 'required', { en: 'Which', zh: '请说明何种关系' });
  const tied = await tx.query(
    `SELECT FROM evaluation_declaration d JOIN evaluation e ON e.id = d.evaluation_id
     WHERE e.contract_id = $1 AND (e.id, d.round) <> ($2, $3) AND d.user_id = $4 AND d.tied`,
    [e.contract_id, e.id, e.round, tx.principal.id],
  );
  if (tied.length > 0 && !given.tied) throw new Problem('tie_declared');
  const rows = await tx.query(
    `INSERT INTO evaluation_declaration AS d (evaluation_id, round, user_id, tied, words) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (evaluation_id, round, user_id) DO UPDATE SET tied = EXCLUDED.tied, words = EXCLUDED.words,
       declared_at = business_now() WHERE NOT d.tied RETURNING 1`,
    [e.id, e.round, tx.principal.id, given.tied, given.tied ? given.tie : null],
  );
  if (rows.length === 0) throw new Problem('tie_declared');
}
