import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Lot } from '../../tenders/lots/lot.entity.js';
import type { ReviewReport } from '../report/report-types.js';
import { Review } from '../review.entity.js';

/** A review that was replaced by another, with what had been found and explained. */
@Entity('review_superseded')
@Index('review_superseded_lot', ['lotId'])
export class ReviewSuperseded {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('uuid') lotId: string;
  @ManyToOne(() => Lot) lot?: Relation<Lot>;
  /** Null where the lot ended before a report. */
  @Column('uuid', { nullable: true }) reviewId: string | null;
  @ManyToOne(() => Review) review?: Relation<Review>;
  @Column('text') ground: string;
  @Column('text') reason: string;
  @Column('timestamptz') supersededAt: Date;
  @Column('jsonb', { nullable: true }) report: ReviewReport | null;
  @Check(has32Bytes('report_hash')) @Column('bytea', { nullable: true }) reportHash: Buffer | null;
  @Column('timestamptz', { nullable: true }) reportedAt: Date | null;
  /** Rows of bid_check as they were. */
  @Column('jsonb', { default: () => "'[]'" }) checks: Default<unknown[]>;
  /** Rows of bid_explanation as they were. */
  @Column('jsonb', { default: () => "'[]'" }) explanations: Default<unknown[]>;
}
