import { Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AppUser } from '../../people/accounts/users/app-user.entity.js';
import { Payment } from './payment.entity.js';

/** One person's approval of a payment. */
@Entity('payment_approval')
export class PaymentApproval {
  @PrimaryColumn('uuid') paymentId: string;
  @ManyToOne(() => Payment) payment?: Relation<Payment>;
  @PrimaryColumn('integer') round: number;
  @PrimaryColumn('uuid') userId: string;
  @ManyToOne(() => AppUser) user?: Relation<AppUser>;
  @Column('timestamptz') approvedAt: Date;
}
