import { ApiProperty } from '@nestjs/swagger';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { OneOf, OptionalField, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { BAR_STATES, BARRED_BY, type BarredBy, type BarState } from './bar.lifecycle.js';

/** Records the decision that keeps a body from government procurement: all of it is refused in one answer where a part is missing. */
export class NewBarDto {
  /** Number of the decision or judgment. */
  @TextUpTo(200, 'optional')
  number?: string;
  /** Who decided, by name. */
  @TextUpTo(200, 'optional')
  authority?: string;
  @OneOf(BARRED_BY, 'optional')
  decided?: BarredBy;
  /** First day. */
  @OptionalField(IsPlainDate())
  from?: PlainDate;
  /** Last day: by the finance authority one to three years from the first. */
  @OptionalField(IsPlainDate())
  until?: PlainDate;
}

/** A decision that keeps a body from government procurement. */
export class BarDto {
  id: Uuid;
  version: number;
  organisation: Uuid;
  number: string;
  authority: string;
  @ApiProperty({ enum: BARRED_BY })
  decided: BarredBy;
  from: PlainDate;
  /** Last day; on the day after it the body may bid again. */
  until: PlainDate;
  @ApiProperty({ enum: BAR_STATES })
  state: BarState;
  /** When another person confirmed it. */
  decidedAt: Instant | null;
  createdAt: Instant;
  allowedActions: AllowedActionDto[];
}

/** A decision that keeps a body from government procurement today, by Law article 77. */
export class BarInForceDto {
  /** Number of the decision or judgment. */
  number: string;
  authority: string;
  from: PlainDate;
  /** Last day. */
  until: PlainDate;
}

/** A page of bars. */
export class BarListDto extends ListOf(BarDto) {}
