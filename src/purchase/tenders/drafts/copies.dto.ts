import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  Max,
  Min,
} from 'class-validator';
import { IntegerBetween, OptionalField, OptionalId, TextUpTo } from '../../../kernel/http/validation/fields.js';

/** A new draft that begins as an earlier purchase was. */
export class NewCopyDto {
  /** The programme the draft belongs to; its calendar plans the dates. */
  @OptionalId()
  programme?: string;
  /**
   * The programme year the dates are planned for. Not said: the year of the programme that is named, else the year after
   * that of the origin's programme.
   */
  @IntegerBetween(2000, 2100, 'optional')
  year?: number;
  /** Not said: that of the origin. */
  @TextUpTo(500, 'optional')
  title?: string;

  /** Numbers of the lots it takes. Not said: all of them, or those that failed where it is a new round. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(10_000, { each: true })
  lots?: number[];

  /**
   * A further round of the same purchase, for lots that failed. It keeps programme and days of the service; its issue is planned
   * anew.
   */
  @OptionalField(IsBoolean())
  newRound?: boolean;

  /**
   * Another method that was approved for the lots, or needs no approval: the new round takes its lots and its method. A round
   * by a method that is not conducted here is a record, to which its facts are added.
   */
  @OptionalId()
  methodChange?: string;
}
