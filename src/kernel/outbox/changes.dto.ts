import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { IntegerBetween, OneOf } from '../http/validation/fields.js';
import { QueryInt } from '../http/lists/list.js';
import { CHANGE_KINDS, deriveChangeKind, type ChangeKind } from './states/change-kind.rules.js';
import { STATE_OMISSIONS, type StateOmission } from './states/change-states.js';
import type { FeedRow } from './feed.js';
import type { Instant } from '../clock/moment.js';

/** No feed comes to as many events. */
export const MOST_POSITION = 999_999_999_999_999;

export class ChangesQuery {
  /** Position after which to read; 0 for the beginning. */
  @QueryInt()
  @IntegerBetween(0, MOST_POSITION, 'optional')
  after?: number;

  /** How many events at most. */
  @QueryInt()
  @IntegerBetween(1, 200, 'optional')
  limit?: number;

  /** Seconds to wait for the first event where there is none yet. */
  @QueryInt()
  @IntegerBetween(0, 30, 'optional')
  wait?: number;

  /** Only events of this dataset. */
  @IsOptional()
  @Matches(/^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$/, { message: 'dataset is not one of the datasets' })
  dataset?: string;

  /** With each change its object. */
  @OneOf(['state'], 'optional')
  include?: 'state';
}

/** One committed change: ids and small facts. What it led to is read from the resource. */
export class ChangeDto {
  /** Without gaps over all tenants; a caller sees the own ones. */
  position: number;
  /** `aggregate.action`, e.g. `tender.recorded`. */
  event: string;
  aggregate: string;
  id: string;
  action: string;
  @ApiProperty({ enum: CHANGE_KINDS })
  kind: ChangeKind;
  /** Business time of the change, RFC 3339. */
  at: Instant;
  /** State before and after, where the change is a transition. */
  from: string | null;
  to: string | null;
  /** Ids and small facts of the event. */
  data: Record<string, unknown>;
  dataset: string | null;
  /** With `include=state`: as its own address shows it now. */
  state?: object | null;
  @ApiProperty({ enum: STATE_OMISSIONS, nullable: true, required: false })
  stateOmitted?: StateOmission | null;

  static fromRow(row: FeedRow): ChangeDto {
    return {
      position: Number(row.position),
      event: `${row.aggregate_type}.${row.action}`,
      aggregate: row.aggregate_type,
      id: row.aggregate_id,
      action: row.action,
      kind: deriveChangeKind(row.aggregate_type, row.action, row.payload.data),
      at: row.at.toISOString(),
      from: row.payload.from,
      to: row.payload.to,
      data: row.payload.data,
      dataset: row.dataset,
    };
  }
}

/** Changes in the order in which they were committed. */
export class ChangesDto {
  items: ChangeDto[];
  /** The next page, while there is more at once. */
  next: string | null;
  /** Another one after a restore or a move of old events. */
  epoch: string;
  /** Everything up to here has been looked at: `after` of the next request, also when there were no items. */
  position: number;
}
