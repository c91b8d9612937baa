import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { IsVisible } from '../../kernel/http/is-visible.decorator.js';
import { IsResidentId } from '../../kernel/identity/is-identity.decorators.js';
import { HOLDING_RELATIONS, PERSON_RELATIONS } from './organisation.codes.js';

/** A person behind a body. */
export class PersonDto {
  @IsIn(PERSON_RELATIONS)
  relation: (typeof PERSON_RELATIONS)[number];

  @IsString()
  @IsVisible()
  @MaxLength(100)
  name: string;

  /**
   * Resident id (GB 11643). Only a keyed hash of it is kept, and it is never shown again. Without it a person cannot be
   * compared with another: nothing is kept, and the statement does not count as complete.
   */
  @IsOptional()
  @IsResidentId()
  residentId?: string | null;
}

/** A body behind another one. */
export class HoldingDto {
  /** The body that holds, manages or founded it, in the same dataset. */
  @IsUUID()
  organisation: string;

  @IsIn(HOLDING_RELATIONS)
  relation: (typeof HOLDING_RELATIONS)[number];
}

/** The persons and bodies behind an organisation, replaced as a whole. */
export class RelationsDto {
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => PersonDto)
  persons: PersonDto[];

  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => HoldingDto)
  holdings: HoldingDto[];

  /** Whether these are all there are: only then is absence a fact ("no shared head"). */
  @IsBoolean()
  complete: boolean;
}
