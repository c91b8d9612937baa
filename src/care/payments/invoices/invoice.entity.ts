import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { fen } from '../../../kernel/database/column-types.js';
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
export class Invoice {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('integer', { default: 1 }) version: Default<number>;
  @Column('text') dataset: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) updatedAt: Default<Date>;
  @Column('uuid') contractId: string;
  @ManyToOne(() => Contract) contract?: Relation<Contract>;
  @Column('uuid') paymentId: string;
  @ManyToOne(() => Payment) payment?: Relation<Payment>;
  @Column('uuid') supplierId: string;
  @ManyToOne(() => Organisation) supplier?: Relation<Organisation>;
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
