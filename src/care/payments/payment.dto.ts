import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, Matches } from 'class-validator';
import { AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import { TextUpTo } from '../../kernel/http/validation/fields.js';
import { IsSomeMoney, IsYuan } from '../../kernel/money/is-yuan.js';
import { DeadlineBasisDto, DeadlineDto } from '../../purchase/tenders/reads/deadlines.dto.js';
import { INTEREST_SOURCES, ORDER_802_REASONS, ORDER_802_STATES } from './schedule/order-802.js';
import { PAYMENT_STATES, type PaymentState } from './payment.lifecycle.js';
import { INSTALMENT_TRIGGERS, MISSING, type InstalmentTrigger } from './schedule/trigger.rules.js';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';
import type { InvoiceState } from './invoices/invoice.lifecycle.js';
import { ACCOUNT_NUMBER } from './payees.js';

/** Whether what an instalment waits for has come. */
export class PaymentTriggerDto {
  /** Day from which it is met; null: it is not. */
  on: PlainDate | null;
  /** What is missing. */
  @ApiProperty({ enum: MISSING, nullable: true })
  missing: (typeof MISSING)[number] | null;
}

/** The invoice of an instalment. */
export class PaymentInvoiceDto {
  id: Uuid;
  number: string;
  /** Yuan. */
  amount: string;
  state: InvoiceState;
  receivedAt: Instant;
}

/** Who approved a payment, and when. */
export class PaymentApprovalDto {
  user: Uuid;
  at: Instant;
}

/** Interest for late payment, as the law gives it or as it was agreed. */
export class LateInterestDto {
  /** Days after the due day, to the day of payment or to today. */
  days: number;
  /** Yuan: simple, on the whole amount. */
  amount: string;
  ratePerDay: string;
  /** `contract`: at the rate that was agreed. */
  @ApiProperty({ enum: INTEREST_SOURCES })
  by: (typeof INTEREST_SOURCES)[number];
  /** Null where it was agreed. */
  rule: string | null;
  /** Null where it was agreed. */
  @ApiProperty({ type: DeadlineBasisDto, nullable: true })
  basis: DeadlineBasisDto | null;
}

/** What State Council Order 802, before it Order 728, gives a small or medium enterprise for this instalment. */
export class Order802Dto {
  @ApiProperty({ enum: ORDER_802_STATES })
  state: (typeof ORDER_802_STATES)[number];
  /** Why it does not apply, or what is not known. */
  @ApiProperty({ enum: ORDER_802_REASONS, nullable: true })
  reason: (typeof ORDER_802_REASONS)[number] | null;
  /**
   * At the agreed rate for whomever it was agreed with, else at that of the law for a small or medium enterprise. Null where
   * none is due, where it was agreed in words alone, or where no rule was in force on the due day.
   */
  interest: LateInterestDto | null;
  /** What the contract says of interest, in its words; it stands in the place of what the law gives. */
  interestAgreed: string | null;
}

/** The budget line whose money can be used no longer on the planned day. */
export class PlannedAfterUseDto {
  budgetLine: Uuid;
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
  useBy: PartialDate;
}
/** One instalment of a contract. */
export class PaymentDto {
  id: Uuid;
  version: number;
  contract: Uuid;
  no: number;
  /** Number of the instalment in the contract's content; null: a supplement's, or a settlement's. */
  instalment: number | null;
  amendment: Uuid | null;
  /** The settlement that it pays. */
  settlement: Uuid | null;
  @ApiProperty({ enum: INSTALMENT_TRIGGERS })
  trigger: InstalmentTrigger;
  /** Number of the milestone, report or settlement. */
  of: number | null;
  /** Basis points of the contract's amount. */
  share: number | null;
  /** Yuan. */
  amount: string;
  /** Yuan for which its invoice is: less than the amount where less of the contract was accepted, or others are invoiced for it. */
  payable: string;
  /** Yuan that are asked for: what its invoice says. */
  claimed: string | null;
  @ApiProperty({ enum: PAYMENT_STATES })
  state: PaymentState;
  met: PaymentTriggerDto;
  /** The day that the contract gives for what it waits for; once that has happened, the day on which it is due. */
  plannedOn: PlainDate | null;
  /** A notice: it is planned after the day until which its budget line may be used. Null: it is not, or nothing is known. */
  plannedAfterUse: PlannedAfterUseDto | null;
  invoice: PaymentInvoiceDto | null;
  requestedBy: Uuid | null;
  requestedAt: Instant | null;
  /** How many have to approve what is asked for now. */
  approversNeeded: number | null;
  approvals: PaymentApprovalDto[];
  paidOn: PlainDate | null;
  paidBy: Uuid | null;
  /** Last digits of the account. */
  paidTo: string | null;
  reference: string | null;
  /** When it is to be paid by law; due dates, after which nothing is refused. */
  deadlines: DeadlineDto[];
  /** What State Council Order 802 gives a small or medium enterprise. */
  order802: Order802Dto;
  allowedActions: AllowedActionDto[];
}

/** A page of instalments. */
export class PaymentListDto extends ListOf(PaymentDto) {}

/** The account to which a body is to be paid. */
export class PayeeAccountDto {
  /** Digits alone. Only a keyed hash and the last of them are kept. */
  @Matches(ACCOUNT_NUMBER)
  account: string;
  /** In whose name it is. */
  @TextUpTo(200)
  holder: string;
  @TextUpTo(200)
  bank: string;
}

/** The account to which a body is paid. */
export class PayeeAccountViewDto {
  organisation: Uuid;
  /** Of the body, for If-Match. */
  version: number;
  /** Its last digits. */
  account: string;
  holder: string;
  bank: string;
  statedAt: Instant;
}

/** The amounts above which one more person is to approve payments. */
export class ApprovalLevelsDto {
  /** Yuan: above each of them one more person approves. None: one approves. */
  @IsArray()
  @ArrayMaxSize(5)
  @ArrayUnique()
  @IsYuan({ each: true })
  @IsSomeMoney({ each: true })
  levels: string[];
}

/** The amounts above which one more person of a body approves payments. */
export class ApprovalLevelsViewDto {
  organisation: Uuid;
  /** Of the body, for If-Match. */
  version: number;
  levels: string[];
}
