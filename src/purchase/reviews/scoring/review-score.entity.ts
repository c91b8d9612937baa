import { Check, Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Bid } from '../../bids/bid.entity.js';
import { ReviewMember } from '../panel/review-member.entity.js';

/** The points that one member gave one bid on one criterion. */
@Entity('review_score')
export class ReviewScore {
  @PrimaryColumn('uuid') memberId: string;
  @ManyToOne(() => ReviewMember) member?: Relation<ReviewMember>;
  @PrimaryColumn('uuid') bidId: string;
  @ManyToOne(() => Bid) bid?: Relation<Bid>;
  @PrimaryColumn('integer') criterion: number;
  /** Hundredths of a point. */
  @Check('points BETWEEN 0 AND 10000') @Column('integer') points: number;
  @Check("comment <> ''") @Column('text', { nullable: true }) comment: string | null;
}
