import { Check, Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Bid } from '../../bids/bid.entity.js';
import type { Tie } from '../review-requests.js';
import { ReviewMember } from './review-member.entity.js';

/** A member's declaration of interest about one bid. */
@Entity('review_declaration')
export class ReviewDeclaration {
  @PrimaryColumn('uuid') memberId: string;
  @ManyToOne(() => ReviewMember) member?: Relation<ReviewMember>;
  @PrimaryColumn('uuid') bidId: string;
  @ManyToOne(() => Bid) bid?: Relation<Bid>;
  @Check("tie IN ('employed', 'director', 'shareholder', 'kin', 'other')")
  @Column('text', { nullable: true })
  tie: Tie | null;
  @Column('text', { nullable: true }) detail: string | null;
  @Column('timestamptz') declaredAt: Date;
}
