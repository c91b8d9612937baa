import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Bid } from '../../bids/bid.entity.js';
import { ReviewMember } from '../panel/review-member.entity.js';

/**
 * What one member of a panel finds of a bid at one stage (Order 87 article 61). The finding of more than half is the
 * panel's; the others stay on record.
 */
@Entity('panel_finding')
@Index('panel_finding_bid', ['bidId'])
export class PanelFinding {
  @PrimaryColumn('uuid') memberId: string;
  @ManyToOne(() => ReviewMember) member?: Relation<ReviewMember>;
  @Check("stage IN ('qualification', 'conformity', 'price')") @PrimaryColumn('text') stage:
    'qualification' | 'conformity' | 'price';
  @PrimaryColumn('uuid') bidId: string;
  @ManyToOne(() => Bid) bid?: Relation<Bid>;
  /** Version of the bid that was judged: a bid restored since is judged anew. */
  @Column('integer') bidVersion: number;
  @Column('boolean') passed: boolean;
  @Column('text', { nullable: true }) ground: string | null;
  @Column('text', { nullable: true }) detail: string | null;
  @Column('timestamptz') foundAt: Date;
}
