import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { RequiredByAction } from '../../../kernel/actions/required-by-action.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { AnyTextUpTo, Ids, OptionalField, OptionalId, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { RESCISSION_GROUNDS } from '../../awards/remedies/remedy.rules.js';
import { WITHDRAWAL_GROUNDS } from '../agency/agency.rules.js';
import { TERMINATION_GROUNDS } from '../content/content-types.js';
import { ENDING_KINDS, ENDING_STATES, type EndingKind, type EndingState } from './ending.rules.js';

/** Proposes to terminate a contract, on a ground that the law names. */
export class ProposeTerminationDto extends RequiredReasonDto {
  /** One of the list of the action. */
  @AnyTextUpTo(40, 'optional')
  @ApiPropertyOptional({ enum: TERMINATION_GROUNDS })
  ground?: string;
  /** Number of the clause or paper that shows the ground. */
  @TextUpTo(200, 'optional')
  reference?: string;
  /** Last day on which the agency is heard: five working days from now or later, of force majeure a day; else just that. */
  @OptionalField(IsPlainDate())
  hearUntil?: PlainDate;
}

/** What the other side says of the end of a contract. */
export class BeHeardDto {
  @RequiredByAction({ en: 'Say it in words, also that there is nothing to say', zh: '请陈述意见；无意见的，请写明' })
  @TextUpTo(10_000)
  statement: string;
  /** Ids of uploaded documents, which both sides may read, and nobody else. */
  @Ids({ max: 10, presence: 'optional' })
  documents?: string[] | null;
}

/** Proposes to rescind a contract, by a decision or a judgment. */
export class ProposeRescissionDto extends RequiredReasonDto {
  /** One of the list of the action. */
  @AnyTextUpTo(40, 'optional')
  @ApiPropertyOptional({ enum: RESCISSION_GROUNDS })
  ground?: string;
  /** Number of the decision or judgment. */
  @TextUpTo(200, 'optional')
  reference?: string;
  /** Its day. */
  @OptionalField(IsPlainDate())
  decidedOn?: PlainDate;
  /** By the decision on a complaint that is on record here: which. */
  @OptionalId()
  remedy?: string;
}

/** Closes a contract under which nothing was delivered. */
export class CloseUnperformedDto extends RequiredReasonDto {
  /** Ids of the recorded payments, from before the contract went on here, that have come back. */
  @Ids({ max: 100, unique: 'any_case', presence: 'not_null' })
  returned?: string[];
}

/** An end of a contract before its time: proposed, carried out, taken back, or overtaken by what became of the contract. */
export class ContractEndingDto {
  id: Uuid;
  @ApiProperty({ enum: ENDING_KINDS })
  kind: EndingKind;
  @ApiProperty({ enum: ENDING_STATES })
  state: EndingState;
  @ApiProperty({ enum: [...new Set([...TERMINATION_GROUNDS, ...RESCISSION_GROUNDS, ...WITHDRAWAL_GROUNDS])] })
  ground: string;
  reference: string;
  /** Of a rescission: the day of the decision or judgment. */
  decidedOn: PlainDate | null;
  remedy: Uuid | null;
  reason: string;
  proposedAt: Instant;
  /** Last day on which the other side is heard; null for a rescission. */
  hearUntil: PlainDate | null;
  /** What the other side said. */
  statement: string | null;
  /** What it attached. */
  documents: Uuid[];
  heardAt: Instant | null;
  decidedAt: Instant | null;
}
