import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { IS_DATASET, closedListSql } from '../../kernel/database/checks.js';
import type { Default } from '../../kernel/database/row-types.js';
import type { Text } from '../../kernel/errors/texts.js';
import type { RootType } from '../flags/root-cause.rules.js';
import {
  ASSESSMENT_STATES,
  SEVERITIES,
  type AssessmentState,
  type Basis,
  type Evidence,
  type Explanation,
  type Reason,
  type Severity,
  type SubjectType,
  type Unit,
} from './assessment-types.js';
import { STORED_ROOTS, STORED_SUBJECTS } from './stored-kinds.js';

/** The latest answer of one indicator about one subject. */
@Entity('assessment')
@Unique(['indicator', 'subjectType', 'subjectId'])
@Index('assessment_subject', ['subjectType', 'subjectId'])
@Index('assessment_order', ['createdAt', 'id'])
@Index('assessment_dataset_order', ['dataset', 'createdAt', 'id'])
@Index('assessment_coverage', ['indicator', 'dataset', 'state'])
@Index('assessment_programme', ['programmeId', 'indicator'], { where: "indicator IN ('G01', 'W01')" })
@Index('assessment_root', ['indicator', 'rootId', 'rootType'], { where: "state = 'triggered'" })
export class AssessmentRow {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Check(IS_DATASET) @Column('text') dataset: string;
  @Column('text') indicator: string;
  @Column('integer') version: number;
  @Check(closedListSql('severity', SEVERITIES)) @Column('text') severity: Severity;
  @Check(closedListSql('subject_type', STORED_SUBJECTS)) @Column('text') subjectType: SubjectType;
  @Column('uuid') subjectId: string;
  @Column('text') subjectKey: string;
  @Check(closedListSql('state', ASSESSMENT_STATES)) @Column('text') state: AssessmentState;
  @Column('text', { nullable: true }) value: string | null;
  @Column('text', { nullable: true }) threshold: string | null;
  @Column('text', { nullable: true }) unit: Unit | null;
  @Column('text', { nullable: true }) pValue: string | null;
  @Column('jsonb') title: Text;
  @Column('jsonb') explanation: Explanation;
  @Column('jsonb') limitation: Text;
  @Column('jsonb') basis: Basis;
  @Column('jsonb') evidence: Evidence[];
  @Column('jsonb', { nullable: true }) reason: Reason | null;
  @Column('text') inputsHash: string;
  /** Of everything that facts and rules decide of the row; null in one that was stored before there were digests. */
  @Column('bigint', { nullable: true }) digest: string | null;
  /** The kind of root whose flag it belongs to when it triggers. */
  @Check(closedListSql('root_type', STORED_ROOTS)) @Column('text') rootType: RootType;
  @Column('uuid') rootId: string;
  @Column('text', { nullable: true }) region: string | null;
  @Column('uuid', { nullable: true }) programmeId: string | null;
  /** Bodies whose actions it speaks of. */
  @Column('uuid', { array: true }) bodies: string[];
  /** Its window had closed before the day it was recorded. */
  @Column('boolean') history: boolean;
  @Column('timestamptz') assessedAt: Date;
  @Column('uuid', { nullable: true }) runId: string | null;
  /** The baseline that an answer over many lots rests on. */
  @Column('uuid', { nullable: true }) baselineId: string | null;
}
