import { IsIn } from 'class-validator';
import { OptionalField, Part } from '../../../kernel/http/validation/fields.js';
import { IsYuan, IsSomeMoney } from '../../../kernel/money/is-yuan.js';
import { RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { AmendedContentDto } from '../conducted/contract-content.dto.js';
import { AMENDMENT_REASONS } from '../content/content-types.js';

/** An amendment that one party proposes. */
export class NewAmendmentDto extends RequiredReasonDto {
  @IsIn(AMENDMENT_REASONS)
  reasonCode: (typeof AMENDMENT_REASONS)[number];
  /** Yuan to be added to the amount: a supplementary agreement. */
  @OptionalField(IsYuan(), IsSomeMoney())
  supplement?: string | null;
  @Part(() => AmendedContentDto, 'optional')
  content?: AmendedContentDto;
}
