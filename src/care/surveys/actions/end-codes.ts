import { action } from '../../../kernel/actions/action.js';
import { invalid } from '../../../kernel/http/validation.js';
import { IntegerBetween } from '../../../kernel/http/validation/fields.js';
import { RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { surveySubject } from '../survey.subject.js';

/** Ends the codes of slips that were lost, so that they are printed again. */
class EndSurveyCodesDto extends RequiredReasonDto {
  /** The number of the slip whose code ends; without it, those of all slips. */
  @IntegerBetween(1, 1000, 'optional')
  slip?: number;
}

/**
 * Used or not: were those that were used left out, their number, which is not shown, would be what is missing among the
 * slips that are printed next. A slip that was used stays so, whatever code it bears.
 */
export const endCodes = action(surveySubject, 'print_again', EndSurveyCodesDto, {
  operationId: 'endSurveyCodes',
  summary: {
    en: 'End the codes of slips that were lost, so that they are printed again',
    zh: '作废遗失的纸条，重新打印',
  },
  async effect({ tx, root, given: { slip = null } }) {
    const ended = await tx.query<{ no: number }>(
      `UPDATE survey_slip SET code = NULL WHERE survey_id = $1 AND (no = $2 OR $2::int IS NULL) RETURNING no`,
      [root.id, slip],
    );
    if (ended.length === 0)
      throw invalid('/slip', 'unknown_id', { en: 'There is no such slip', zh: '没有该编号的纸条' });
    return { data: { slip } };
  },
});
