import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { fen } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Tender } from '../tender.entity.js';

/** A request to approve a purchasing method other than the open tender, and the decision. */
@Entity('method_approval')
@Index('method_approval_one_open', ['tenderId'], {
  unique: true,
  where: "state IN ('requested', 'granted', 'refused')",
})
export class MethodApproval {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @Column('text') method: string;
  @Column('text') reason: string;
  /** What the lots might cost when it was asked for, in fen; null: asked for before it was kept. */
  @Check('amount >= 0') @Column('bigint', { nullable: true, transformer: fen }) amount: bigint | null;
  @Column('timestamptz') requestedAt: Date;
  @Column('uuid', { nullable: true }) requestedBy: string | null;
  @Check("state IN ('requested', 'granted', 'refused', 'lapsed')")
  @Column('text', { default: 'requested' })
  state: Default<'requested' | 'granted' | 'refused' | 'lapsed'>;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
}
