import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { closedListSql } from '../../kernel/database/checks.js';
import { RootRow } from '../../kernel/database/column-types.js';
import type { Default } from '../../kernel/database/row-types.js';
import { Organisation } from '../../people/organisations/organisation.entity.js';
import { Contract } from '../../purchase/contracts/contract.entity.js';
import { Fact } from '../../purchase/tenders/recording/fact.entity.js';
import type { EvaluationKind } from './evaluation.dto.js';
import { EVALUATION_STATES, type EvaluationState } from './evaluation.lifecycle.js';
import { GRADES, type Grade } from './grades/grade.rules.js';
import { EvaluationScheme } from './schemes/evaluation-scheme.entity.js';

/** An evaluation of a contract by an appointed body. */
@Entity('evaluation')
@Index('evaluation_due', ['dueOn', 'id'])
@Index('evaluation_contract', ['contractId'])
@Index('evaluation_evaluator', ['evaluatorId', 'dueOn', 'id'])
@Index('evaluation_open', ['evaluatorId', 'dueOn', 'id'], { where: "state NOT IN ('published', 'cancelled')" })
@Index('evaluation_buyer', ['buyerId'])
@Index('evaluation_one_final', ['contractId'], { unique: true, where: "kind = 'final' AND state <> 'cancelled'" })
@Check('evaluation_never_by_the_agency', 'evaluator_id <> supplier_id')
@Check('evaluation_published_whole', '(published_at IS NULL) = (published_total IS NULL)')
@Check('evaluation_appealed_once_published', 'appealed_at IS NULL OR published_at IS NOT NULL')
export class Evaluation extends RootRow {
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @ForeignKey(() => Organisation) @Column('uuid') buyerId: string;
  @ForeignKey(() => Organisation) @Column('uuid') supplierId: string;
  @Column('text', { nullable: true }) region: string | null;
  @Check("kind IN ('midterm', 'final')") @Column('text') kind: EvaluationKind;
  @ForeignKey(() => EvaluationScheme) @Column('uuid') schemeId: string;
  @Column('date') dueOn: PlainDate;
  @Check(closedListSql('state', EVALUATION_STATES))
  @Column('text', { default: 'planned' })
  state: Default<EvaluationState>;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) proposedId: string | null;
  @Column('uuid', { nullable: true }) proposedBy: string | null;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) evaluatorId: string | null;
  /** How often somebody was appointed: ties are declared anew each time. */
  @Column('integer', { default: 0 }) round: Default<number>;
  /** The set of points that is worked on, or was sent last. Earlier sets are kept. */
  @Check('set_no >= 1') @Column('integer', { default: 1 }) setNo: Default<number>;
  @Check('total BETWEEN 0 AND 100') @Column('numeric', { nullable: true, precision: 5, scale: 2 }) total: string | null;
  @Check(closedListSql('grade', GRADES)) @Column('text', { nullable: true }) grade: Grade | null;
  @Column('text', { nullable: true }) gradeRule: string | null;
  @Column('integer', { nullable: true }) confirmedSet: number | null;
  @Column('integer', { nullable: true }) publishedSet: number | null;
  @Column('numeric', { nullable: true, precision: 5, scale: 2 }) publishedTotal: string | null;
  @Column('text', { nullable: true }) publishedGrade: string | null;
  @Column('timestamptz', { nullable: true }) publishedAt: Date | null;
  @Column('timestamptz', { nullable: true }) appealedAt: Date | null;
  @Column('text', { nullable: true }) appeal: string | null;
  @Column('text', { nullable: true }) reEvaluation: string | null;
  /** The fact that states the result in the contract's record. */
  @ForeignKey(() => Fact) @Column('uuid', { nullable: true }) factId: string | null;
}
