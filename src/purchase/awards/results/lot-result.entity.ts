import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { Review } from '../../reviews/review.entity.js';
import { Lot } from '../../tenders/lots/lot.entity.js';
import type { SettledTie } from '../candidates.rules.js';

/**
 * The buyer's confirmation of the result of a lot: the report's delivery, the five working days, objections and ties.
 */
@Entity('lot_result')
@Index('lot_result_deems', ['deemsAt'])
@Check('lot_result_check', '(objection IS NULL) = (objected_at IS NULL)')
@Check('lot_result_check1', '(proposal_reason IS NULL) = (proposed_at IS NULL)')
@Check('lot_result_check2', 'deems_at IS NULL OR (deeming AND objection IS NULL)')
export class LotResult {
  @ForeignKey(() => Lot) @PrimaryColumn('uuid') lotId: string;
  @ForeignKey(() => Review) @Column('uuid') reviewId: string;
  @Column('timestamptz') deliveredAt: Date;
  @Column('uuid', { nullable: true }) deliveredBy: string | null;
  /** Why the buyer itself recorded that it has the report. */
  @Column('text', { nullable: true }) receiptReason: string | null;
  /** The five working days count from the day after; a suspension lets them begin anew. */
  @Column('timestamptz') runsFrom: Date;
  /** False where a remedy sent the decision back: the law deems only what follows from the report. */
  @Column('boolean', { default: true }) deeming: Default<boolean>;
  /** The last instant at which something stood in the way of the clock. */
  @Column('timestamptz', { nullable: true }) clearedAt: Date | null;
  /** The instant from which the first rank is deemed confirmed; null: never, as things stand. */
  @Column('timestamptz', { nullable: true }) deemsAt: Date | null;
  @Column('text', { nullable: true }) objection: string | null;
  @Column('timestamptz', { nullable: true }) objectedAt: Date | null;
  @Column('uuid', { nullable: true }) objectedBy: string | null;
  @Column('jsonb', { default: () => "'[]'" }) ties: Default<SettledTie[]>;
  @Column('text', { nullable: true }) proposalReason: string | null;
  @Column('timestamptz', { nullable: true }) proposedAt: Date | null;
  @Column('uuid', { nullable: true }) proposedBy: string | null;
}
