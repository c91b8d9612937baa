import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsUUID } from 'class-validator';
import type { Uuid } from '../../../../kernel/http/id.js';
import { ListOf } from '../../../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../../../kernel/http/lists/list.js';
import { Ids, NotNull, OptionalField } from '../../../../kernel/http/validation/fields.js';
import { CATEGORY_CODES } from '../../../../law/code-lists/code-lists.js';
import { IsCategory } from '../../../../law/code-lists/is-code.js';

/** An expert to be taken into the pool of the own authority. */
export class NewExpertDto {
  /** The authority that keeps the pool. */
  @IsUUID()
  organisation: string;
  /** An account that may act in panels. */
  @IsUUID()
  user: string;
  /** What the expert knows: codes of the list `categories`. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @ArrayUnique()
  @IsCategory({ each: true })
  @ApiProperty({ enum: CATEGORY_CODES, isArray: true })
  fields: string[];
  /** Bodies that the expert is or was within three years tied to, beside those of the own seats. */
  @Ids({ max: 100, unique: 'any_case', presence: 'optional' })
  ties?: string[] | null;
}

/** RFC 7396: only the fields that are given change. */
export class ExpertChangeDto {
  @NotNull()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @ArrayUnique()
  @IsCategory({ each: true })
  @ApiProperty({ enum: CATEGORY_CODES, isArray: true, required: false })
  fields?: string[];
  @Ids({ max: 100, unique: 'any_case', presence: 'not_null' })
  ties?: string[];
  /** Whether the expert is drawn. */
  @NotNull()
  @IsBoolean()
  active?: boolean;
}

export class ExpertQuery extends PageQuery {
  /** Code of the list `categories`. */
  @OptionalField(IsCategory())
  field?: string;
}

/** An expert of a pool, as the authority that keeps it reads it. */
export class ExpertDto {
  id: Uuid;
  version: number;
  organisation: Uuid;
  user: Uuid;
  name: string;
  @ApiProperty({ enum: CATEGORY_CODES, isArray: true })
  fields: string[];
  ties: Uuid[];
  active: boolean;
}

/** A page of experts. */
export class ExpertListDto extends ListOf(ExpertDto) {}
