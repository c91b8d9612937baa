import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsPlainDate } from '../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../kernel/http/is-visible.decorator.js';
import { ReasonDto } from '../../people/accounts/reason.dto.js';

/** Bonds that went back. The reason is asked for where what was recorded of one of them is said anew. */
export class BondRefundsDto extends ReasonDto {
  @IsInt()
  @Min(1)
  @Max(1000)
  lot: number;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  bids: string[];
  /** Day on which they went; today where it is not given. */
  @IsOptional()
  @IsPlainDate()
  refundedOn?: string;
  /** Number of the paper that proves it. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(200)
  reference?: string;
}
