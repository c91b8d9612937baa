import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Identity } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import type { ContractFactKind, FactSource, TenderFactKind } from './fact-types.js';

/**
 * One sourced fact of a tender or contract. Facts are append-only: a correction is a new fact that names the one it
 * replaces.
 */
@Entity('fact')
@Index('fact_subject', ['subjectId', 'seq'])
@Check('fact_check', 'replaces IS NULL OR reason IS NOT NULL')
export class Fact {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Identity() @Column({ type: 'bigint', generatedIdentity: 'ALWAYS' }) seq: Default<string>;
  @Check("subject_type IN ('tender', 'contract')") @Column('text') subjectType: 'tender' | 'contract';
  @Column('uuid') subjectId: string;
  @Column('text') kind: TenderFactKind | ContractFactKind;
  @Column('integer', { nullable: true }) lot: number | null;
  @Column('jsonb') data: Record<string, unknown>;
  @Column('jsonb') source: FactSource;
  @ForeignKey(() => Fact) @Column('uuid', { nullable: true, unique: true }) replaces: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('timestamptz') recordedAt: Date;
  @Column('uuid', { nullable: true }) recordedBy: string | null;
}
