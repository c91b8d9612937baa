import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { fen, RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Contract } from '../../../purchase/contracts/contract.entity.js';
import { Payment } from '../payment.entity.js';
import { INVOICE_STATES, type InvoiceState } from './invoice.lifecycle.js';

/** An invoice for an instalment. Amount in fen. */
@Entity('invoice')
@Index('invoice_number', ['supplierId', 'number'], { unique: true, where: "state IN ('submitted', 'accepted')" })
@Index('invoice_of_payment', ['paymentId'], { unique: true, where: "state IN ('submitted', 'accepted')" })
@Index('invoice_contract', ['contractId', 'createdAt', 'id'])
export class Invoice extends RootRow {
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @ForeignKey(() => Payment) @Column('uuid') paymentId: string;
  @ForeignKey(() => Organisation) @Column('uuid') supplierId: string;
  @Column('text') number: string;
  @Check('amount > 0') @Column('bigint', { transformer: fen }) amount: bigint;
  @Column('date') issuedOn: PlainDate;
  @Check(closedListSql('state', INVOICE_STATES)) @Column('text', { default: 'submitted' }) state: Default<InvoiceState>;
  /** Business time: the payment periods begin on this day. */
  @Column('timestamptz') receivedAt: Date;
  @Column('uuid') submittedBy: string;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('text', { nullable: true }) reason: string | null;
}
