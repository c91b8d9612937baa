import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import {
  IntegerBetween,
  OneOf,
  OptionalField,
  OptionalId,
  Part,
  Parts,
  TextUpTo,
  toLower,
} from '../../../kernel/http/validation/fields.js';
import { CATEGORY_CODES } from '../../../law/code-lists/code-lists.js';
import { IsCategory } from '../../../law/code-lists/is-code.js';
import { LotDto } from '../review.dto.js';
import { DRAW_SOURCES, EXCLUSION_GROUNDS, type DrawSource, type ExclusionGround } from './expert-draw.rules.js';
import { DRAW_STATES, type DrawState } from './expert-draw.lifecycle.js';
import { PLACE_STATES, type PlaceState } from './expert-place.lifecycle.js';

/** An expert as the library has drawn, or a hand has picked. */
export class RecordedExpertDto {
  /** An account that may act in panels. */
  @IsUUID()
  user: string;
  /** Why the expert refused; absent where the expert comes. */
  @TextUpTo(2000, 'optional')
  refusal?: string | null;
}

/** The consent to a choice by hand. */
export class ConsentDto {
  /** The responsible budget unit (主管预算单位). */
  @TextUpTo(200)
  body: string;
  /** Number of its document. */
  @TextUpTo(100)
  number: string;
  @IsPlainDate()
  on: string;
  /** Why nobody can be drawn. */
  @TextUpTo(2000)
  reason: string;
}

/** How the experts of a panel are found. What is asked for depends on `source`. */
export class NewExpertDrawDto extends LotDto {
  /** `pool`: drawn here; `library`: drawn in the authority's library and recorded here; `picked`: by hand, with consent. */
  @OneOf(DRAW_SOURCES)
  @ApiProperty({ enum: DRAW_SOURCES })
  source: DrawSource;
  /** First day of the review; never before the deadline of the bids. */
  @IsPlainDate()
  reviewOn: string;
  /** Of `pool`: how many experts are asked. */
  @IntegerBetween(1, 99, 'optional')
  size?: number | null;
  /** Of `pool`: what they know, a code of the list `categories`; that of the tender where it is not said. */
  @OptionalField(IsCategory())
  field?: string | null;
  /** Of `library`: number of its record. */
  @TextUpTo(100, 'optional')
  reference?: string | null;
  /** Of `library`: day of the draw. */
  @OptionalField(IsPlainDate())
  drawnOn?: string | null;
  /** Of `library`: its record; of `picked`: the consent. A document that was uploaded. */
  @OptionalId()
  document?: string | null;
  /** Of `library` and `picked`, in the order in which they were asked. */
  @Parts(() => RecordedExpertDto, { max: 200, min: 1, presence: 'optional', unique: ({ user }) => toLower(user) })
  experts?: RecordedExpertDto[] | null;
  /** Of `picked`. */
  @Part(() => ConsentDto, 'optional')
  consent?: ConsentDto | null;
}

/** Consent of the responsible budget unit to a choice by hand. */
export class ConsentViewDto {
  body: string;
  number: string;
  on: PlainDate;
  reason: string;
}

/** A place of a draw. */
export class DrawnPlaceDto {
  place: number;
  /** Null of who waits to be asked, until it is opened: nobody makes room for whom he knows to come next. */
  user: Uuid | null;
  /** Null of who was never asked. */
  name: string | null;
  /** SHA-256 that gave the place, of a draw of the pool. */
  hash: string | null;
  @ApiProperty({ enum: PLACE_STATES })
  state: PlaceState;
  /** Why the expert does not come. */
  reason: string | null;
}

/** An expert of the field who was left out by rule. */
export class ExcludedExpertDto {
  user: Uuid;
  @ApiProperty({ enum: EXCLUSION_GROUNDS })
  ground: ExclusionGround;
}

/** How the experts of a panel were found. Names and seed are opened with the result or the end of the lot; hashes stand from before the draw. */
export class ExpertDrawDto {
  id: Uuid;
  version: number;
  tender: Uuid;
  lot: number;
  /** Id of the lot, which the draw is made with. */
  lotId: Uuid;
  @ApiProperty({ enum: DRAW_SOURCES })
  source: DrawSource;
  @ApiProperty({ enum: DRAW_STATES })
  state: DrawState;
  size: number;
  @ApiProperty({ enum: CATEGORY_CODES, nullable: true })
  field: string | null;
  reviewOn: PlainDate;
  preparedAt: Instant;
  drawnOn: PlainDate | null;
  /** SHA-256 of the seed, in hexadecimal. */
  seedHash: string | null;
  /** SHA-256 of the ids of those who took part, sorted and parted by `|`. */
  poolHash: string | null;
  /**
   * Whether names and seed are opened: with the result of the lot. Of one that failed or was cancelled when its end cannot be
   * challenged any more, for a panel goes on whose lot failed unlawfully.
   */
  opened: boolean;
  /** The day of that, of a lot that failed or was cancelled; null while a challenge or complaint waits, and of other lots. */
  opensOn: PlainDate | null;
  /** Null until it is opened. */
  seed: string | null;
  /** Of a record of the library. To who appoints, and to everybody once it is opened. */
  reference: string | null;
  document: Uuid | null;
  /** Of a choice by hand. To the parties and whoever oversees the region at once, to everybody once it is opened. */
  consent: ConsentViewDto | null;
  /** Of a choice by hand: how many of the pool here could have been drawn that day. To whom the consent is shown. */
  drawable: number | null;
  /** In the order of the draw. Null until it is opened, but to who appoints. */
  places: DrawnPlaceDto[] | null;
  excluded: ExcludedExpertDto[] | null;
  allowedActions: AllowedActionDto[];
}

/** The draws of a tender, the oldest first. */
export class ExpertDrawsDto {
  tender: Uuid;
  items: ExpertDrawDto[];
}

/** An invitation to a panel, as the expert who was drawn sees it. */
export class ExpertInvitationDto {
  id: Uuid;
  version: number;
  tender: Uuid;
  /** Title of the tender. */
  title: string | null;
  lot: number;
  reviewOn: PlainDate;
  @ApiProperty({ enum: PLACE_STATES })
  state: PlaceState;
  invitedAt: Instant | null;
  allowedActions: AllowedActionDto[];
}

/** The own invitations, the latest review first. */
export class ExpertInvitationsDto {
  items: ExpertInvitationDto[];
}

/** Why an expert does not come. */
export class RefuseInvitationDto {
  /** Opened with the result. */
  @TextUpTo(2000)
  reason: string;
}
