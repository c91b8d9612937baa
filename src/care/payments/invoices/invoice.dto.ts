import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { Ids, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { IsSomeMoney, IsYuan } from '../../../kernel/money/is-yuan.js';
import { INVOICE_STATES, type InvoiceState } from './invoice.lifecycle.js';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';

/** An invoice to be submitted. */
export class NewInvoiceDto {
  /** The instalment it is for. */
  @IsUUID()
  payment: string;
  /** As it stands on the invoice. */
  @TextUpTo(40)
  number: string;
  /** Yuan. */
  @IsYuan()
  @IsSomeMoney()
  amount: string;
  @IsPlainDate()
  issuedOn: string;
  /** Ids of uploaded documents: the invoice itself. */
  @Ids({ max: 10, presence: 'optional' })
  documents?: string[] | null;
}

/** What is to be looked at before an invoice is accepted; it refuses nothing. */
export class InvoiceNoticeDto {
  /** The invoice is dated before its contract was signed. */
  @ApiProperty({ enum: ['issued_before_signing'] })
  code: 'issued_before_signing';
  signedOn: PartialDate;
}

/** An invoice of the agency. */
export class InvoiceDto {
  id: Uuid;
  version: number;
  dataset: string;
  contract: Uuid;
  payment: Uuid;
  number: string;
  /** Yuan. */
  amount: string;
  issuedOn: PlainDate;
  @ApiProperty({ enum: INVOICE_STATES })
  state: InvoiceState;
  /** When it was last submitted; the clocks of payment begin on this day. */
  receivedAt: Instant;
  decidedAt: Instant | null;
  /** Why it was returned, voided or withdrawn. */
  reason: string | null;
  documents: Uuid[];
  notices: InvoiceNoticeDto[];
  allowedActions: AllowedActionDto[];
}

/** A page of invoices. */
export class InvoiceListDto extends ListOf(InvoiceDto) {}
