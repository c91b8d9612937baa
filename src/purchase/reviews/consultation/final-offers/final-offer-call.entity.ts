import { Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ReviewMember } from '../../panel/review-member.entity.js';

/**
 * The deadline for final offers that one panel member wants. The final offers are requested once more than half of
 * the panel has named one (Order 87 article 61).
 */
@Entity('final_offer_call')
export class FinalOfferCall {
  @PrimaryColumn('uuid') memberId: string;
  @ManyToOne(() => ReviewMember) member?: Relation<ReviewMember>;
  @PrimaryColumn('integer') round: number;
  @Column('timestamptz') deadlineAt: Date;
  @Column('timestamptz') calledAt: Date;
}
