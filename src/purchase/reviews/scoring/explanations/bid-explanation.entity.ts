import { Check, Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Default } from '../../../../kernel/database/row-types.js';
import { Bid } from '../../../bids/bid.entity.js';

/** A request to explain a low price, the explanation, and whether it was accepted. */
@Entity('bid_explanation')
@Check('bid_explanation_check', 'due_at > asked_at')
@Check('bid_explanation_check1', '(text IS NULL) = (explained_at IS NULL)')
@Check(
  'bid_explanation_check2',
  '(accepted IS NULL) = (settled_at IS NULL) AND (accepted IS NULL) = (decision_reason IS NULL)',
)
export class BidExplanation {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('uuid', { unique: true }) bidId: string;
  @ManyToOne(() => Bid) bid?: Relation<Bid>;
  @Column('text', { array: true }) triggers: string[];
  @Column('text') reason: string;
  @Column('timestamptz') askedAt: Date;
  @Column('timestamptz') dueAt: Date;
  @Column('text', { nullable: true }) text: string | null;
  @Column('timestamptz', { nullable: true }) explainedAt: Date | null;
  @Column('boolean', { nullable: true }) accepted: boolean | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
  @Column('timestamptz', { nullable: true }) settledAt: Date | null;
}
