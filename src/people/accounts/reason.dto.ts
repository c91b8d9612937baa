import { RequiredByAction } from '../../kernel/actions/required-by-action.js';
import { TextUpTo } from '../../kernel/http/validation/fields.js';

/** The reason for an action. */
export class ReasonDto {
  /** Why; kept in the audit. */
  @TextUpTo(2000, 'optional')
  reason?: string;
}

/** For an action that is not taken without a reason. */
export class RequiredReasonDto {
  /** Why; kept in the audit. */
  @RequiredByAction({ en: 'Say why', zh: '请说明理由' })
  @TextUpTo(2000)
  reason: string;
}
