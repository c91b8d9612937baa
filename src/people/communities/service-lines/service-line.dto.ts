import { IsOptional, Matches } from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { DATASET } from '../../../kernel/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../../kernel/http/lists/external-id.dto.js';
import { RootQuery } from '../../../kernel/http/lists/root-query.dto.js';
import { IsRegion, IsRegionCode } from '../../../kernel/identity/is-identity.js';
import {
  AnyTextUpTo,
  Ids,
  NotNull,
  OneOf,
  OptionalField,
  OptionalId,
  Part,
  Parts,
  TextUpTo,
} from '../../../kernel/http/validation/fields.js';
import { IsCategory, IsTargetGroup } from '../../../law/code-lists/is-code.js';

export const LINE_STATES = ['active', 'ended'] as const;

class ServiceLineFields {
  /** Code of the list `target-groups`. */
  @OptionalField(IsTargetGroup())
  targetGroup?: string | null;

  /** Region code. */
  @OptionalField(IsRegion())
  region?: string | null;

  /** Last day residents are meant to receive it; null while it is meant to go on. */
  @OptionalField(IsPlainDate())
  until?: string | null;

  /** Of what is recorded of elsewhere, the last day of which anything is known: nothing is said about later ones. Never in `live`. */
  @OptionalField(IsPlainDate())
  knownUntil?: string | null;
}

/** RFC 7396: only the fields that are given change, null removes. */
export class ServiceLineChangeDto extends ServiceLineFields {
  @TextUpTo(200, 'not_null')
  name?: string;

  /** Code of the list `categories`. */
  @NotNull()
  @IsCategory()
  category?: string;

  /** First day residents were meant to receive it. */
  @NotNull()
  @IsPlainDate()
  since?: string;
}

/** What a line assumes, in both languages; repeated in the limitation of every finding on it. */
export class AssumptionDto {
  @AnyTextUpTo(2000)
  en: string;

  @AnyTextUpTo(2000)
  zh: string;
}

/** A service line to be recorded. */
export class NewServiceLineDto extends ServiceLineFields {
  @TextUpTo(200)
  name: string;

  /** Code of the list `categories`. */
  @IsCategory()
  category: string;

  /** First day residents were meant to receive it. */
  @IsPlainDate()
  since: string;

  /** Default `live`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  /** The places it serves, of the same dataset. */
  @Ids({ max: 500, presence: 'optional' })
  communities?: string[];

  /** The body that answers for it; default the caller's only one. */
  @OptionalId()
  responsible?: string;

  @Part(() => AssumptionDto, 'optional')
  assumption?: AssumptionDto | null;

  @Parts(() => ExternalIdDto, { max: 20, unique: externalIdKey, presence: 'optional' })
  externalIds?: ExternalIdDto[];
}

export class ServiceLineQuery extends RootQuery {
  /** Code of the list `categories`. */
  @OptionalField(IsCategory())
  category?: string;

  /** Code of the list `target-groups`. */
  @OptionalField(IsTargetGroup())
  targetGroup?: string;

  /** Region code; the regions below it are included. */
  @OptionalField(IsRegionCode())
  region?: string;

  /** Lines that serve this community. */
  @OptionalId()
  community?: string;

  @OneOf(LINE_STATES, 'optional')
  state?: (typeof LINE_STATES)[number];
}
