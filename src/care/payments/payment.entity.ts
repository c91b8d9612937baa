import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { closedListSql } from '../../kernel/database/checks.js';
import { fen, RootRow } from '../../kernel/database/column-types.js';
import type { Default } from '../../kernel/database/row-types.js';
import { ContractAmendment } from '../../purchase/contracts/amendments/contract-amendment.entity.js';
import { Contract } from '../../purchase/contracts/contract.entity.js';
import { Fact } from '../../purchase/tenders/recording/fact.entity.js';
import { PAYMENT_STATES, type PaymentState } from './payment.lifecycle.js';
import { INSTALMENT_TRIGGERS, type InstalmentTrigger } from './schedule/trigger.rules.js';
import { Settlement } from './settlements/settlement.entity.js';

/** An instalment of a contract. Amounts in fen. */
@Entity('payment')
@Unique(['contractId', 'no'])
@Unique(['contractId', 'shareNo'])
@Index('payment_open', ['contractId'], { where: "state <> 'paid'" })
@Check('payment_check', 'claimed > 0 AND claimed <= amount')
@Check(
  'payment_of_one',
  'num_nonnulls(share_no, amendment_id, settlement_id) = 1 AND (share_no IS NULL) = (share IS NULL)',
)
@Check(
  'payment_asked_for',
  `CASE state WHEN 'scheduled' THEN claimed IS NULL WHEN 'cancelled' THEN true
    ELSE claimed IS NOT NULL AND requested_by IS NOT NULL AND approvers IS NOT NULL AND NOT dropped END`,
)
@Check('payment_paid', "state <> 'paid' OR (paid_on IS NOT NULL AND paid_by IS NOT NULL AND paid_to IS NOT NULL)")
export class Payment extends RootRow {
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @Check('no >= 1') @Column('integer') no: number;
  /** Number of the instalment in the content of the contract. */
  @Column('integer', { nullable: true }) shareNo: number | null;
  /** The supplement that it pays, where it is no instalment of the content. */
  @ForeignKey(() => ContractAmendment) @Column('uuid', { nullable: true, unique: true }) amendmentId: string | null;
  /** The settlement that it pays. */
  @ForeignKey(() => Settlement) @Column('uuid', { nullable: true, unique: true }) settlementId: string | null;
  @Check(closedListSql('trigger', INSTALMENT_TRIGGERS))
  @Column('text')
  trigger: InstalmentTrigger;
  @Column('integer', { nullable: true }) triggerOf: number | null;
  /** Basis points of the contract's amount; null for a supplement. */
  @Column('integer', { nullable: true }) share: number | null;
  @Check('amount >= 0') @Column('bigint', { transformer: fen }) amount: bigint;
  /** Day on which the amendment came into force that brought it, or changed what it waits for; null: neither did. */
  @Column('date', { nullable: true }) agreedOn: PlainDate | null;
  /** An amendment in force has removed it from the schedule. */
  @Column('boolean', { default: false }) dropped: Default<boolean>;
  @Check(closedListSql('state', PAYMENT_STATES)) @Column('text', { default: 'scheduled' }) state: Default<PaymentState>;
  /** What is paid: the amount of the accepted invoice, in fen. */
  @Column('bigint', { nullable: true, transformer: fen }) claimed: bigint | null;
  /** How often payment was requested; an approval belongs to one round. */
  @Column('integer', { default: 0 }) round: Default<number>;
  @Check('approvers >= 1') @Column('integer', { nullable: true }) approvers: number | null;
  @Column('uuid', { nullable: true }) requestedBy: string | null;
  @Column('timestamptz', { nullable: true }) requestedAt: Date | null;
  @Column('date', { nullable: true }) paidOn: PlainDate | null;
  @Column('uuid', { nullable: true }) paidBy: string | null;
  /** The last digits of the account. */
  @Column('text', { nullable: true }) paidTo: string | null;
  @Column('text', { nullable: true }) reference: string | null;
  @ForeignKey(() => Fact) @Column('uuid', { nullable: true }) factId: string | null;
  /** The fewest approvers that an earlier round required; a later round never requires fewer. */
  @Check('approvers_least >= 1') @Column('integer', { default: 1 }) approversLeast: Default<number>;
}
