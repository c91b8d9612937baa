import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { Ids, IntegerBetween, TextUpTo } from '../../../kernel/http/validation/fields.js';

/** How residents were heard. */
const LINE_OPINION_FORMS = ['meeting', 'hearing', 'survey', 'signed_sheet', 'visit'] as const;
export type LineOpinionForm = (typeof LINE_OPINION_FORMS)[number];

/** How residents were heard on ending a service line, and what they said. */
export class NewLineOpinionDto {
  @IsIn(LINE_OPINION_FORMS)
  form: LineOpinionForm;

  /** The day; not one to come. */
  @IsPlainDate()
  heldOn: string;

  /** How many residents were heard. */
  @IntegerBetween(1, 10_000_000)
  heard: number;

  /** How many of them agree to the end, where it was counted. */
  @IntegerBetween(0, 10_000_000, 'optional')
  agreed?: number | null;

  /** What they said. Names nobody. */
  @TextUpTo(5000)
  summary: string;

  /** The sheets or the minutes that show it. */
  @Ids({ min: 1, max: 50, unique: 'any_case' })
  documents: string[];
}

/** What residents said of ending a service line, as it was recorded. */
export class LineOpinionDto {
  id: Uuid;
  serviceLine: Uuid;
  @ApiProperty({ enum: LINE_OPINION_FORMS })
  form: LineOpinionForm;
  heldOn: PlainDate;
  heard: number;
  agreed: number | null;
  summary: string;
  documents: Uuid[];
  recordedAt: Instant;
}

/** A page of what residents said of ending a service line. */
export class LineOpinionListDto extends ListOf(LineOpinionDto) {}

/** That the line is to end, or ends, on purpose. */
export class LineEndDto {
  /** The last day as proposed; `until` says the one that was decided. */
  on: PlainDate;
  reason: string | null;
  proposedOn: PlainDate;
  /** Null while it is proposed. */
  decidedOn: PlainDate | null;
  decision: string | null;
  /** Contracts on the line that have not ended by now. */
  runningContracts: number;
}
