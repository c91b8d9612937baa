import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Default } from '../../kernel/database/row-types.js';
import { Evaluation } from './evaluation.entity.js';

/** The points that an evaluation gives on one leaf of its scheme. */
@Entity('evaluation_score')
export class EvaluationScore {
  @ForeignKey(() => Evaluation) @PrimaryColumn('uuid') evaluationId: string;
  @PrimaryColumn('integer') setNo: number;
  @PrimaryColumn('text') leaf: string;
  /** Hundredths of a point. */
  @Check('points BETWEEN 0 AND 10000') @Column('integer') points: number;
  @Column('text', { nullable: true }) comment: string | null;
  @Column('jsonb', { default: () => "'[]'" }) evidence: Default<
    { kind: 'document' | 'record' | 'survey'; id: string }[]
  >;
  @Column('uuid') scoredBy: string;
  @Column('timestamptz', { default: () => 'business_now()' }) scoredAt: Default<Date>;
}
