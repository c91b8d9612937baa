import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { Survey } from '../../surveys/survey.entity.js';
import { Evaluation } from '../evaluation.entity.js';
import type { LeafSource } from '../schemes/scheme.rules.js';
import type { FigureReason } from './figure.rules.js';

/** What the product itself knows of a leaf of an evaluation's sheet, when work began or it was asked anew. */
@Entity('evaluation_figure')
@Check(
  'evaluation_figure_known_or_not',
  '(value IS NULL) = (points IS NULL) AND (value IS NULL) = (reason IS NOT NULL)',
)
export class EvaluationFigure {
  @ForeignKey(() => Evaluation) @PrimaryColumn('uuid') evaluationId: string;
  @PrimaryColumn('integer') setNo: number;
  @PrimaryColumn('text') leaf: string;
  /** Which figure it is, as the scheme said. */
  @Column('jsonb') source: LeafSource;
  /** Percent. */
  @Check('value BETWEEN 0 AND 100') @Column('numeric', { nullable: true, precision: 4, scale: 1 }) value: string | null;
  @Check("bound IN ('at_least', 'at_most')") @Column('text', { nullable: true }) bound: 'at_least' | 'at_most' | null;
  /** Hundredths of a point. */
  @Check('points BETWEEN 0 AND 10000') @Column('integer', { nullable: true }) points: number | null;
  /** Why there is no value. */
  @Column('text', { nullable: true }) reason: FigureReason | null;
  @ForeignKey(() => Survey) @Column('uuid', { nullable: true }) surveyId: string | null;
  @Column('timestamptz', { default: () => 'business_now()' }) foundAt: Default<Date>;
}
