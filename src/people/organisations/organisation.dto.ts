import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsPartialDate } from '../../kernel/clock/is-date.decorators.js';
import { DATASET } from '../../kernel/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../kernel/http/lists/external-id.dto.js';
import { IsVisible } from '../../kernel/http/is-visible.decorator.js';
import { RootQuery } from '../../kernel/http/lists/root-query.dto.js';
import { IsCreditCode, IsRegion, IsRegionCode } from '../../kernel/identity/is-identity.decorators.js';
import { HoldingDto, PersonDto } from './relations.dto.js';
import { IsCategory } from '../../law/code-lists/is-code.decorators.js';
import { ORGANISATION_KINDS } from './organisation.codes.js';
import type { CategoryCode } from '../../law/code-lists/code-lists.js';

class OrganisationFields {
  @IsOptional()
  @IsIn(ORGANISATION_KINDS)
  kind?: (typeof ORGANISATION_KINDS)[number] | null;

  /** Unified social credit code (GB 32100), required to sign. */
  @IsOptional()
  @IsCreditCode()
  creditCode?: string | null;

  /** Region code of the seat. */
  @IsOptional()
  @IsRegion()
  region?: string | null;

  /** Categories it works in, replaced as a whole. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsCategory({ each: true })
  categories?: CategoryCode[] | null;

  /** Licensed social workers it employs. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  licensedWorkers?: number | null;

  /** Everybody it employs full time. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  fullTimeStaff?: number | null;

  /** Day, month or year of registration. */
  @IsOptional()
  @IsPartialDate()
  registeredOn?: string | null;

  /** Where it sits, as its notices say it. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(200)
  address?: string | null;

  /** Whom its notices name to be asked; public, no private person. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(100)
  contactName?: string | null;

  /** Its own telephone, as its notices say it. */
  @IsOptional()
  @IsString()
  @Matches(/^\+?[0-9][0-9 \-（）()转]{4,38}[0-9]$/)
  contactPhone?: string | null;
}

/** RFC 7396: only the fields that are given change, null removes. */
export class OrganisationChangeDto extends OrganisationFields {
  /** Name as registered. */
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name?: string;
}

/** A body to be recorded. */
export class NewOrganisationDto extends OrganisationFields {
  /** Name as registered. */
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name: string;

  @IsOptional()
  @Matches(DATASET)
  dataset?: string | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique(externalIdKey)
  @ValidateNested({ each: true })
  @Type(() => ExternalIdDto)
  externalIds?: ExternalIdDto[] | null;

  /** Persons behind the body; see `PUT /organisations/{id}/relations`. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => PersonDto)
  persons?: PersonDto[] | null;

  /** Bodies that hold it. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => HoldingDto)
  holdings?: HoldingDto[] | null;

  /** Whether persons and holdings are all there are: only then is absence a fact. Default false. */
  @IsOptional()
  @IsBoolean()
  complete?: boolean | null;
}

export class OrganisationQuery extends RootQuery {
  @IsOptional()
  @IsIn(ORGANISATION_KINDS)
  kind?: (typeof ORGANISATION_KINDS)[number];

  /** Region code; the regions below it are included. */
  @IsOptional()
  @IsRegionCode()
  region?: string;

  @IsOptional()
  @IsString()
  @MaxLength(18)
  creditCode?: string;

  /** Exact name. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string;
}
