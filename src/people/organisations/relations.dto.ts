import { IsBoolean, IsIn, IsUUID } from 'class-validator';
import { IsPlainDate } from '../../kernel/clock/is-date.js';
import { IsResidentId } from '../../kernel/identity/is-identity.js';
import { OptionalField, Parts, TextUpTo } from '../../kernel/http/validation/fields.js';
import { HOLDING_RELATIONS, PERSON_RELATIONS } from './organisation-codes.js';

/** A person behind a body. */
export class PersonDto {
  @IsIn(PERSON_RELATIONS)
  relation: (typeof PERSON_RELATIONS)[number];

  @TextUpTo(100)
  name: string;

  /**
   * Resident id (GB 11643). Only a keyed hash of it is kept, and it is never shown again. Without it a person cannot be
   * compared with another: nothing is kept, and the statement does not count as complete.
   */
  @OptionalField(IsResidentId())
  residentId?: string | null;

  /** First day of it; what is absent or null is not known. */
  @OptionalField(IsPlainDate())
  since?: string | null;

  /** Last day of it. A relation that has ended stays stated: a purchase is judged by the day of its bids. */
  @OptionalField(IsPlainDate())
  until?: string | null;
}

/** A body behind another one. */
export class HoldingDto {
  /** The body that holds, manages or founded it, in the same dataset. */
  @IsUUID()
  organisation: string;

  @IsIn(HOLDING_RELATIONS)
  relation: (typeof HOLDING_RELATIONS)[number];

  /** First day of it; what is absent or null is not known. */
  @OptionalField(IsPlainDate())
  since?: string | null;

  /** Last day of it. */
  @OptionalField(IsPlainDate())
  until?: string | null;
}

/** The persons and bodies behind an organisation, replaced as a whole. */
export class RelationsDto {
  @Parts(() => PersonDto, { max: 100 })
  persons: PersonDto[];

  @Parts(() => HoldingDto, { max: 100 })
  holdings: HoldingDto[];

  /** Whether these are all there are: only then is absence a fact ("no shared head"). */
  @IsBoolean()
  complete: boolean;
}
