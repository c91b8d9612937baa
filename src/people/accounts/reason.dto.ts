import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsVisible } from '../../kernel/http/is-visible.decorator.js';

export class ReasonDto {
  /** Why; kept in the audit. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  reason?: string;
}
