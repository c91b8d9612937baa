import { ApiProperty } from '@nestjs/swagger';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { OptionalField } from '../../../kernel/http/validation/fields.js';
import { SETTLEMENT_STATES, type SettlementState } from './settlement.lifecycle.js';

/** The period that a settlement is proposed for. */
export class NewSettlementDto {
  /**
   * Its last day, which is over; where it is not given, the period is as long as those of the contract's reports. After the last
   * day of the contract what was recorded or corrected since is settled, up to yesterday.
   */
  @OptionalField(IsPlainDate())
  to?: string | null;
}

/** Units of one item of the price. */
export class SettledItemDto {
  no: number;
  /** What one of it is called. */
  unit: string;
  /** Yuan. */
  unitPrice: string;
  /** How many were measured from the first day of the contract to the last of the period, as the records stood. */
  counted: number;
  /** How many of them came since the last settlement; less than nothing where records were corrected away. */
  units: number;
  /**
   * How many of these the buyer accepted; as proposed until then. Of units that were taken back it is proposed to take off only
   * what had been accepted before.
   */
  accepted: number;
  /** Why not all of them. */
  reason: string | null;
}

/** What the contract takes off, and how often it happened. */
export class SettledDeductionDto {
  no: number;
  text: string;
  times: number;
}

/** What a period of a contract comes to that is paid by the unit. */
export class SettlementDto {
  id: Uuid;
  version: number;
  contract: Uuid;
  no: number;
  from: PlainDate;
  to: PlainDate;
  @ApiProperty({ enum: SETTLEMENT_STATES })
  state: SettlementState;
  items: SettledItemDto[];
  deductions: SettledDeductionDto[];
  /** Yuan: what the units are worth that came since the last settlement. With a sign where it is less than nothing. */
  unitsTotal: string;
  /** Yuan. */
  deducted: string;
  /** Yuan, less than nothing: what was paid beyond what is owed by now; the next settlement takes it off. Else 0.00. */
  carried: string;
  /** Yuan: what all of it so far comes to beyond the amount of the contract, and is not paid. Else 0.00. */
  overCap: string;
  /** Yuan: what is paid for it, within the amount of the contract. */
  total: string;
  proposedAt: Instant;
  /** Last day that was agreed for confirming it: payment periods run from then on where the buyer is later. Null: none was. */
  confirmBy: PlainDate | null;
  confirmedAt: Instant | null;
  /** Why it was returned or withdrawn. */
  reason: string | null;
  /** The instalment that followed from it; null: none did. */
  payment: Uuid | null;
  allowedActions: AllowedActionDto[];
}

/** A page of settlements. */
export class SettlementListDto extends ListOf(SettlementDto) {}
