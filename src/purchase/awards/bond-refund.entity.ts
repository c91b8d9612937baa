import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { Bid } from '../bids/bid.entity.js';

/** The day on which the bond of a bid went back to its bidder (Regulation article 33). */
@Entity('bond_refund')
export class BondRefund {
  @ForeignKey(() => Bid) @PrimaryColumn('uuid') bidId: string;
  @Column('date') refundedOn: PlainDate;
  /** Number of the document that proves it. */
  @Column('text', { nullable: true }) reference: string | null;
  @Column('timestamptz') recordedAt: Date;
  @Column('uuid') recordedBy: string;
}
