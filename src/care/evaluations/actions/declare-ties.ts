import { IsBoolean } from 'class-validator';
import { action } from '../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../kernel/actions/required-by-action.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { TextUpTo } from '../../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { evaluationSubject } from '../evaluation.subject.js';

/** States whether the evaluator has ties to those who are evaluated. */
class DeclareEvaluatorDto extends ReasonDto {
  /** Whether the caller is tied to a body of the purchase by kin, work or interest. */
  @RequiredByAction({ en: 'Tied or not', zh: '请说明有无利害关系' })
  @IsBoolean()
  tied: boolean;

  /** Which tie. */
  @TextUpTo(2000, 'optional')
  tie?: string;
}

/**
 * A person of the evaluator says, once for each appointment, whether they are tied. A tie may be added when it is found; one
 * that was declared is not taken back, nor forgotten where the same body is appointed again or for the next evaluation of the
 * contract: another person acts, or another body.
 */
export const declareEvaluator = action(evaluationSubject, 'declare', DeclareEvaluatorDto, {
  operationId: 'declareEvaluator',
  summary: { en: 'Declare whether one is tied to a body of the purchase', zh: '声明有无利害关系' },
  refuses: ['tie_declared'],
  async effect({ tx, root, given, principal }) {
    if (principal.kind !== 'user') throw new Problem('not_permitted');
    if (given.tied && given.tie === undefined) throw invalid('/tie', 'required', { en: 'Which', zh: '请说明何种关系' });
    const tied = await tx.query(
      `SELECT FROM evaluation_declaration d JOIN evaluation e ON e.id = d.evaluation_id
       WHERE e.contract_id = $1 AND (e.id, d.round) <> ($2, $3) AND d.user_id = $4 AND d.tied`,
      [root.contract_id, root.id, root.round, principal.id],
    );
    if (tied.length > 0 && !given.tied) throw new Problem('tie_declared');
    const rows = await tx.query(
      `INSERT INTO evaluation_declaration AS d (evaluation_id, round, user_id, tied, words) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (evaluation_id, round, user_id) DO UPDATE SET tied = EXCLUDED.tied, words = EXCLUDED.words,
         declared_at = business_now() WHERE NOT d.tied RETURNING 1`,
      [root.id, root.round, principal.id, given.tied, given.tied ? given.tie : null],
    );
    if (rows.length === 0) throw new Problem('tie_declared');
    return {};
  },
});
