import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { AppUser } from '../../people/accounts/users/app-user.entity.js';
import { Payment } from './payment.entity.js';

/** One person's approval of a payment. */
@Entity('payment_approval')
export class PaymentApproval {
  @ForeignKey(() => Payment) @PrimaryColumn('uuid') paymentId: string;
  @PrimaryColumn('integer') round: number;
  @ForeignKey(() => AppUser) @PrimaryColumn('uuid') userId: string;
  @Column('timestamptz') approvedAt: Date;
}
