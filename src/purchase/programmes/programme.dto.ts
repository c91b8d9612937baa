import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { DATASET } from '../../kernel/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../kernel/http/lists/external-id.dto.js';
import { IsVisible } from '../../kernel/http/is-visible.decorator.js';
import { QueryInt } from '../../kernel/http/lists/list.js';
import { RootQuery } from '../../kernel/http/lists/root-query.dto.js';
import { IsRegion, IsRegionCode } from '../../kernel/identity/is-identity.decorators.js';
import { SourceDto } from '../../people/organisations/source.dto.js';
import { IsBudgetLevel } from '../../law/code-lists/is-code.decorators.js';
import type { BudgetLevel } from '../../law/code-lists/methods.js';
import { NewBudgetLineDto } from './budget-lines/budget-line.dto.js';
import { CalendarTemplateDto } from './calendar-template.dto.js';
import { PROGRAMME_STATES, type ProgrammeState } from './programme.lifecycle.js';

class ProgrammeFields {
  /** Region code; default the buyer's for what supervisors see. */
  @IsOptional()
  @IsRegion()
  region?: string | null;

  /** `central`, `provincial` or `below_provincial`: some rules depend on it. */
  @IsOptional()
  @IsBudgetLevel()
  budgetLevel?: BudgetLevel | null;
}

/** RFC 7396: only the fields that are given change, null removes. A calendar is given whole. */
export class ProgrammeChangeDto extends ProgrammeFields {
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name?: string;

  @ValidateIf((_, value) => value !== undefined)
  @IsInt()
  @Min(1000)
  @Max(9999)
  year?: number;

  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => CalendarTemplateDto)
  calendar?: CalendarTemplateDto;
}

/** A bureau's plan for one fiscal year, to be recorded. */
export class NewProgrammeDto extends ProgrammeFields {
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name: string;

  /** Fiscal year. */
  @IsInt()
  @Min(1000)
  @Max(9999)
  year: number;

  /** The bureau that plans; default the caller's only body. */
  @IsOptional()
  @IsUUID()
  buyer?: string;

  /** Default: November notice, January to May implementation, June evaluation. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CalendarTemplateDto)
  calendar?: CalendarTemplateDto;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => NewBudgetLineDto)
  budgetLines?: NewBudgetLineDto[];

  @IsObject()
  @ValidateNested()
  @Type(() => SourceDto)
  source: SourceDto;

  /** `approved`: recorded as approved elsewhere. Default `draft`: nobody has said so, and it is to be approved here. */
  @IsOptional()
  @IsIn(['draft', 'approved'])
  state?: 'draft' | 'approved';

  /** Default `live`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique(externalIdKey)
  @ValidateNested({ each: true })
  @Type(() => ExternalIdDto)
  externalIds?: ExternalIdDto[];
}

export class ProgrammeQuery extends RootQuery {
  @IsOptional()
  @IsIn(PROGRAMME_STATES)
  state?: ProgrammeState;

  @IsOptional()
  @QueryInt()
  @IsInt()
  @Min(1000)
  @Max(9999)
  year?: number;

  @IsOptional()
  @IsUUID()
  buyer?: string;

  /** Region code; the regions below it are included. */
  @IsOptional()
  @IsRegionCode()
  region?: string;
}
