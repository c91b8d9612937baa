import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { TextUpTo } from '../../../kernel/http/validation/fields.js';
import { MERGE_STATES, type MergeState } from './merge.lifecycle.js';

/** Says that the record of the address is another one's too. */
export class NewMergeDto {
  /** The record in which the body goes on: the one with the credit code, where one has it. */
  @IsUUID()
  into: string;
  /** What shows that they are one body. */
  @TextUpTo(2000)
  ground: string;
}

/** Two records that are said to be one body. */
export class MergeDto {
  id: Uuid;
  version: number;
  /** The record that goes into the other one. */
  organisation: Uuid;
  /** The record in which the body goes on. */
  into: Uuid;
  ground: string;
  @ApiProperty({ enum: MERGE_STATES })
  state: MergeState;
  /** When another person confirmed it. */
  decidedAt: Instant | null;
  /** Last day on which it can be undone. */
  undoUntil: PlainDate | null;
  /** When every purchase that names the record had followed; null: not yet. */
  followedAt: Instant | null;
  createdAt: Instant;
  allowedActions: AllowedActionDto[];
}

/** A page of merges. */
export class MergeListDto extends ListOf(MergeDto) {}
