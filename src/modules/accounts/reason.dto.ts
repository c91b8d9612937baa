import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

export class ReasonDto {
  /** Why; kept in the audit. */
  @IsOptional()
  @IsString()
  @Matches(/\S/)
  @MaxLength(2000)
  reason?: string;
}
