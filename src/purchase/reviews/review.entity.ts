import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { has32Bytes, closedListSql } from '../../kernel/database/checks.js';
import type { Default } from '../../kernel/database/row-types.js';
import { Lot } from '../tenders/lots/lot.entity.js';
import { Tender } from '../tenders/tender.entity.js';
import type { ReviewReport } from './report/report-types.js';
import { REVIEW_STATES, type ReviewState } from './review.lifecycle.js';

/** The review of one lot by a panel. */
@Entity('review')
@Index('review_one_of_lot', ['lotId'], { unique: true, where: "state <> 'dissolved'" })
@Index('review_tender', ['tenderId'])
@Check('review_check', '(report IS NULL) = (report_hash IS NULL)')
@Check('review_check1', "state <> 'reported' OR report IS NOT NULL")
export class Review {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('uuid') tenderId: string;
  @ManyToOne(() => Tender) tender?: Relation<Tender>;
  @Column('uuid') lotId: string;
  @ManyToOne(() => Lot) lot?: Relation<Lot>;
  @Check(closedListSql('state', REVIEW_STATES)) @Column('text', { default: 'appointed' }) state: Default<ReviewState>;
  /** Technically complex or of large social impact, by the buyer's word: a tender's panel then has seven members. */
  @Column('boolean', { default: false }) demanding: Default<boolean>;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) reportedAt: Date | null;
  /** As it was signed: totals, ranks, members, grounds. Never computed again. */
  @Column('jsonb', { nullable: true }) report: ReviewReport | null;
  @Check(has32Bytes('report_hash')) @Column('bytea', { nullable: true }) reportHash: Buffer | null;
}
