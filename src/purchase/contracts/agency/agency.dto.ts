import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { AnyTextUpTo, Ids, OneOf, OptionalField, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { ReasonDto, RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { OBJECTIONS_ABOUT, WITHDRAWAL_GROUNDS, type ObjectionAbout } from './agency.rules.js';

/** Objects to something that the buyer does; the reason says what and why. */
export class RaiseObjectionDto extends RequiredReasonDto {
  @OneOf(OBJECTIONS_ABOUT, 'optional')
  about?: ObjectionAbout;
  /** Ids of uploaded documents, which both sides may read, and nobody else. */
  @Ids({ max: 10, presence: 'optional' })
  documents?: string[] | null;
}

/** Demands what is overdue. */
export class DemandPaymentDto extends ReasonDto {
  /** Ids of uploaded documents, which both sides may read, and nobody else. */
  @Ids({ max: 10, presence: 'optional' })
  documents?: string[] | null;
}

/** Answers an objection; the reason is the answer. */
export class AnswerObjectionDto extends RequiredReasonDto {
  @IsUUID()
  objection: string;
}

/** Announces that the agency withdraws from the contract; the buyer is heard first. */
export class AnnounceWithdrawalDto extends RequiredReasonDto {
  /** One of the list of the action. */
  @AnyTextUpTo(40, 'optional')
  @ApiPropertyOptional({ enum: WITHDRAWAL_GROUNDS })
  ground?: string;
  /** Number of the clause or paper that shows the ground. */
  @TextUpTo(200, 'optional')
  reference?: string;
  /** Last day on which the buyer is heard: five working days from now or later, of force majeure a day; else just that. */
  @OptionalField(IsPlainDate())
  hearUntil?: PlainDate;
}

/** What an agency objects to, and what its buyer answers. */
export class ContractObjectionDto {
  id: Uuid;
  @ApiProperty({ enum: OBJECTIONS_ABOUT })
  about: ObjectionAbout;
  objection: string;
  /** What the agency attached. */
  documents: Uuid[];
  raisedAt: Instant;
  /** By when it is to be answered; null in a year without a calendar. */
  dueOn: PlainDate | null;
  answer: string | null;
  answeredAt: Instant | null;
}

/** Interest of an instalment that is overdue. */
export class DemandedInterestDto {
  days: number;
  /** Yuan. */
  amount: string;
  /** A decimal fraction. */
  ratePerDay: string;
  by: 'law' | 'contract';
  rule: string | null;
}

/** An instalment that was demanded. */
export class DemandedPaymentDto {
  payment: Uuid;
  no: number;
  /** Last day on which it was to be paid. */
  dueOn: PlainDate;
  /** Yuan. */
  amount: string;
  /** Until the day of the demand; null where neither law nor contract gives any. */
  interest: DemandedInterestDto | null;
}

/** A demand for what is overdue, with its interest as on its day. */
export class PaymentDemandDto {
  id: Uuid;
  demandedOn: PlainDate;
  reason: string | null;
  /** What the agency attached. */
  documents: Uuid[];
  items: DemandedPaymentDto[];
  /** Yuan. */
  amount: string;
  /** Yuan. */
  interest: string;
}
