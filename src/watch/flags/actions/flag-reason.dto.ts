import { Transform } from 'class-transformer';
import { RequiredByAction } from '../../../kernel/actions/required-by-action.js';
import { isVisible } from '../../../kernel/http/is-visible.js';
import { AnyTextUpTo } from '../../../kernel/http/validation/fields.js';

const LONGEST = 4000;
/** A reason as it is kept: without the space around it, and none where a reader would see nothing of it. */
const TrimReason = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => {
    if (typeof value !== 'string' || value.length > LONGEST) return value;
    return isVisible(value) ? value.trim() : undefined;
  });

/** An action on a flag, with a reason where there is one. */
export class FlagReasonDto {
  /** Why; kept in the history. */
  @TrimReason()
  @AnyTextUpTo(LONGEST, 'optional')
  reason?: string;
}

/** An action on a flag that needs a reason. */
export class RequiredFlagReasonDto {
  /** Why; kept in the history. */
  @TrimReason()
  @RequiredByAction({ en: 'This action needs a reason', zh: '此操作须说明理由' })
  @AnyTextUpTo(LONGEST)
  reason: string;
}
