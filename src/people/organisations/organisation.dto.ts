import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsOptional, IsString, Matches } from 'class-validator';
import { IsPartialDate } from '../../kernel/clock/is-date.js';
import { DATASET } from '../../kernel/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../kernel/http/lists/external-id.dto.js';
import { RootQuery } from '../../kernel/http/lists/root-query.dto.js';
import { IsCreditCode, IsRegion, IsRegionCode } from '../../kernel/identity/is-identity.js';
import {
  AnyTextUpTo,
  IntegerBetween,
  OneOf,
  OptionalField,
  Parts,
  TextUpTo,
} from '../../kernel/http/validation/fields.js';
import { HoldingDto, PersonDto } from './relations.dto.js';
import { IsCategory } from '../../law/code-lists/is-code.js';
import { FISCAL_LEVELS, ORGANISATION_KINDS } from './organisation-codes.js';
import type { CategoryCode } from '../../law/code-lists/code-lists.js';

class OrganisationFields {
  @OneOf(ORGANISATION_KINDS, 'optional')
  kind?: (typeof ORGANISATION_KINDS)[number] | null;

  /** Unified social credit code (GB 32100), required to sign. */
  @OptionalField(IsCreditCode())
  creditCode?: string | null;

  /** Region code of the seat. */
  @OptionalField(IsRegion())
  region?: string | null;

  /**
   * Budget level of a buyer or an authority, by which complaints find their finance authority; where it is not stated its
   * region says it: of a province, a city, a county.
   */
  @OneOf(FISCAL_LEVELS, 'optional')
  budgetLevel?: (typeof FISCAL_LEVELS)[number] | null;

  /** Categories it works in, replaced as a whole. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsCategory({ each: true })
  categories?: CategoryCode[] | null;

  /** Licensed social workers it employs. */
  @IntegerBetween(0, 1_000_000, 'optional')
  licensedWorkers?: number | null;

  /** Everybody it employs full time. */
  @IntegerBetween(0, 1_000_000, 'optional')
  fullTimeStaff?: number | null;

  /** Day, month or year of registration. */
  @OptionalField(IsPartialDate())
  registeredOn?: string | null;

  /** Where it sits, as its notices say it. */
  @TextUpTo(200, 'optional')
  address?: string | null;

  /** Whom its notices name to be asked; public, no private person. */
  @TextUpTo(100, 'optional')
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
  @TextUpTo(200, 'not_null')
  name?: string;
}

/** A body to be recorded. */
export class NewOrganisationDto extends OrganisationFields {
  /** Name as registered. */
  @TextUpTo(200)
  name: string;

  @IsOptional()
  @Matches(DATASET)
  dataset?: string | null;

  @Parts(() => ExternalIdDto, { max: 20, unique: externalIdKey, presence: 'optional' })
  externalIds?: ExternalIdDto[] | null;

  /** Persons behind the body; see `PUT /organisations/{id}/relations`. */
  @Parts(() => PersonDto, { max: 100, presence: 'optional' })
  persons?: PersonDto[] | null;

  /** Bodies that hold it. */
  @Parts(() => HoldingDto, { max: 100, presence: 'optional' })
  holdings?: HoldingDto[] | null;

  /** Whether persons and holdings are all there are: only then is absence a fact. Default false. */
  @OptionalField(IsBoolean())
  complete?: boolean | null;
}

export class OrganisationQuery extends RootQuery {
  @OneOf(ORGANISATION_KINDS, 'optional')
  kind?: (typeof ORGANISATION_KINDS)[number];

  /** Region code; the regions below it are included. */
  @OptionalField(IsRegionCode())
  region?: string;

  @AnyTextUpTo(18, 'optional')
  creditCode?: string;

  /** Exact name. */
  @AnyTextUpTo(200, 'optional')
  name?: string;

  /** Words, each somewhere in the name; Chinese too, from one character on. */
  @TextUpTo(100, 'optional')
  q?: string;
}
