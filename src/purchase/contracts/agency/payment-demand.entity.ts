import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { fen } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Contract } from '../contract.entity.js';
import type { OverduePayment } from './agency.rules.js';

/** A demand for what is overdue, with its interest as on its day. Sums in fen. */
@Entity('payment_demand')
@Index('payment_demand_contract', ['contractId'])
export class PaymentDemand {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @Column('date') demandedOn: PlainDate;
  @Column('timestamptz') demandedAt: Date;
  @Column('uuid') demandedBy: string;
  @Column('text', { nullable: true }) reason: string | null;
  /** Instalments with their days, sums and interest. */
  @Column('jsonb') items: OverduePayment[];
  @Check('amount > 0') @Column('bigint', { transformer: fen }) amount: bigint;
  @Check('interest >= 0') @Column('bigint', { transformer: fen }) interest: bigint;
}
