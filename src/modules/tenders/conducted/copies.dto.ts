import { IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { IsVisible } from '../../../platform/http/is-visible.decorator.js';

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
}
