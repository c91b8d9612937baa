import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';

/** A new draft that begins as an earlier purchase was. */
export class NewCopyDto {
  /** The programme the draft belongs to; its calendar plans the dates. */
  @IsOptional()
  @IsUUID()
  programme?: string;
  /**
   * The programme year the dates are planned for. Not said: the year of the programme that is named, else the year after
   * that of the origin's programme.
   */
  @IsOptional()
  @IsInt()
  @Min(2000)
  @Max(2100)
  year?: number;
  /** Not said: that of the origin. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(500)
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
   * A further round of the same purchase, for lots that failed. It keeps the programme and the days of the service; when its
   * documents are issued is planned anew.
   */
  @IsOptional()
  @IsBoolean()
  newRound?: boolean;
}
