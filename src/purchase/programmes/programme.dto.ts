import { IsIn, IsOptional, Matches } from 'class-validator';
import { DATASET } from '../../kernel/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../kernel/http/lists/external-id.dto.js';
import { QueryInt } from '../../kernel/http/lists/list.js';
import { RootQuery } from '../../kernel/http/lists/root-query.dto.js';
import { IsRegion, IsRegionCode } from '../../kernel/identity/is-identity.js';
import {
  IntegerBetween,
  OneOf,
  OptionalField,
  OptionalId,
  Part,
  Parts,
  TextUpTo,
} from '../../kernel/http/validation/fields.js';
import { SourceDto } from '../../people/organisations/source.dto.js';
import { IsBudgetLevel } from '../../law/code-lists/is-code.js';
import type { BudgetLevel } from '../../law/code-lists/methods.js';
import { NewBudgetLineDto } from './budget-lines/budget-line.dto.js';
import { CalendarTemplateDto } from './calendar-template.dto.js';
import { PROGRAMME_STATES, type ProgrammeState } from './programme.lifecycle.js';

class ProgrammeFields {
  /** Region code; default the buyer's for what supervisors see. */
  @OptionalField(IsRegion())
  region?: string | null;

  /** `central`, `provincial` or `below_provincial`: some rules depend on it. */
  @OptionalField(IsBudgetLevel())
  budgetLevel?: BudgetLevel | null;
}

/** RFC 7396: only the fields that are given change, null removes. A calendar is given whole. */
export class ProgrammeChangeDto extends ProgrammeFields {
  @TextUpTo(200, 'not_null')
  name?: string;

  @IntegerBetween(1000, 9999, 'not_null')
  year?: number;

  /** Null removes it: nothing is planned or judged by it any more. */
  @Part(() => CalendarTemplateDto, 'optional')
  calendar?: CalendarTemplateDto | null;
}

/** A bureau's plan for one fiscal year, to be recorded. */
export class NewProgrammeDto extends ProgrammeFields {
  @TextUpTo(200)
  name: string;

  /** Fiscal year. */
  @IntegerBetween(1000, 9999)
  year: number;

  /** The bureau that plans; default the caller's only body. */
  @OptionalId()
  buyer?: string;

  /** The yearly cycle by which the buyer plans; default none. */
  @Part(() => CalendarTemplateDto, 'optional')
  calendar?: CalendarTemplateDto | null;

  @Parts(() => NewBudgetLineDto, { max: 100, presence: 'optional' })
  budgetLines?: NewBudgetLineDto[];

  @Part(() => SourceDto)
  source: SourceDto;

  /** `approved`: recorded as approved elsewhere. Default `draft`: nobody has said so, and it is to be approved here. */
  @IsOptional()
  @IsIn(['draft', 'approved'])
  state?: 'draft' | 'approved';

  /** Default `live`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  @Parts(() => ExternalIdDto, { max: 20, unique: externalIdKey, presence: 'optional' })
  externalIds?: ExternalIdDto[];
}

export class ProgrammeQuery extends RootQuery {
  @OneOf(PROGRAMME_STATES, 'optional')
  state?: ProgrammeState;

  @QueryInt()
  @IntegerBetween(1000, 9999, 'optional')
  year?: number;

  @OptionalId()
  buyer?: string;

  /** Region code; the regions below it are included. */
  @OptionalField(IsRegionCode())
  region?: string;
}
