import { Check, Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Bid } from '../../bids/bid.entity.js';

/** Whether a bid passed one stage of checks of the panel. */
@Entity('bid_check')
@Check('bid_check_check', 'passed = (ground IS NULL) AND passed = (detail IS NULL)')
export class BidCheck {
  @PrimaryColumn('uuid') bidId: string;
  @ManyToOne(() => Bid) bid?: Relation<Bid>;
  @Check("stage IN ('qualification', 'conformity', 'consultation')")
  @PrimaryColumn('text')
  stage: 'qualification' | 'conformity' | 'consultation';
  @Column('boolean') passed: boolean;
  @Column('text', { nullable: true }) ground: string | null;
  @Column('text', { nullable: true }) detail: string | null;
  @Column('timestamptz') checkedAt: Date;
}
