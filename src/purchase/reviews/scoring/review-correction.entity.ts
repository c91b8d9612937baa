import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { closedListSql } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Bid } from '../../bids/bid.entity.js';
import { ReviewMember } from '../panel/review-member.entity.js';
import { CORRECTIONS, type CorrectionGround } from './corrections.rules.js';

/** A correction of locked points (Order 87 article 64); the points themselves are not rewritten. */
@Entity('review_correction')
@Index('review_correction_member', ['memberId'])
@Check('review_correction_check', 'new_points BETWEEN 0 AND 10000 AND new_points <> old_points')
export class ReviewCorrection {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('uuid') memberId: string;
  @ManyToOne(() => ReviewMember) member?: Relation<ReviewMember>;
  @Column('uuid') bidId: string;
  @ManyToOne(() => Bid) bid?: Relation<Bid>;
  @Column('integer') criterion: number;
  @Column('integer') oldPoints: number;
  @Column('integer') newPoints: number;
  @Check(closedListSql('ground', CORRECTIONS)) @Column('text') ground: CorrectionGround;
  @Column('text') reason: string;
  @Column('timestamptz') correctedAt: Date;
}
