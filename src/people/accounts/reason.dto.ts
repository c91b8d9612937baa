import { IsOptional, IsString, MaxLength } from 'class-validator';
import { RequiredByAction } from '../../kernel/actions/required.decorator.js';
import { IsVisible } from '../../kernel/http/is-visible.decorator.js';

/** The reason for an action. */
export class ReasonDto {
  /** Why; kept in the audit. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  reason?: string;
}

/** For an action that is not taken without a reason. */
export class RequiredReasonDto {
  /** Why; kept in the audit. */
  @RequiredByAction({ en: 'Say why', zh: '请说明理由' })
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  reason: string;
}
