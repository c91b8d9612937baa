import { action, guard, type Fact } from '../../../kernel/actions/action.js';
import { invalid } from '../../../kernel/http/validation.js';
import { IntegerBetween } from '../../../kernel/http/validation/fields.js';
import { RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { surveySubject, type LockedSurvey } from '../survey.subject.js';

/** Ends the codes of slips that were lost, so that they are printed again. */
class EndSurveyCodesDto extends RequiredReasonDto {
  /** The number of the slip whose code ends; without it, those of all slips that were not used. */
  @IntegerBetween(1, 1000, 'optional')
  slip?: number;
}

const areNamedSlipsUsed: Fact<LockedSurvey, boolean, EndSurveyCodesDto> = async ({ tx, root, given }) => {
  const rows = await tx.query(
    `SELECT FROM survey_slip s WHERE s.survey_id = $1 AND (s.no = $2 OR $2::int IS NULL) HAVING bool_and(s.used)`,
    [root.id, given.slip ?? null],
  );
  return rows.length > 0;
};

export const endCodes = action(surveySubject, 'print_again', EndSurveyCodesDto, {
  operationId: 'endSurveyCodes',
  summary: {
    en: 'End the codes of slips that were lost, so that they are printed again',
    zh: '作废遗失的纸条，重新打印',
  },
  guards: {
    code_used: guard({ areNamedSlipsUsed }, (facts) => (facts.areNamedSlipsUsed ? {} : null)),
  },
  async effect({ tx, root, given: { slip = null } }) {
    const ended = await tx.query<{ no: number }>(
      `UPDATE survey_slip SET code = NULL WHERE survey_id = $1 AND (no = $2 OR $2::int IS NULL) AND NOT used RETURNING no`,
      [root.id, slip],
    );
    if (ended.length === 0)
      throw invalid('/slip', 'unknown_id', { en: 'There is no such slip', zh: '没有该编号的纸条' });
    return { data: { slip } };
  },
});
