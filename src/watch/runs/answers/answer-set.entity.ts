import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { closedListSql } from '../../../kernel/database/checks.js';
import { ASSESSMENT_STATES, SEVERITIES, type AssessmentState, type Severity } from '../assessment-types.js';

/** Answers that found nothing. */
export type SilentState = Exclude<AssessmentState, 'triggered'>;
export const SILENT_STATES = ASSESSMENT_STATES.filter((state): state is SilentState => state !== 'triggered');

/** What several rules answered together where none of them found anything, once however many subjects they said it of. */
@Entity('answer_set')
export class AnswerSet {
  /** 60 bits of SHA-256 over its rows. */
  @PrimaryColumn('bigint') setId: string;
  @PrimaryColumn('text') indicator: string;
  @Column('integer') version: number;
  @Check(closedListSql('severity', SEVERITIES)) @Column('text') severity: Severity;
  @Check(closedListSql('state', SILENT_STATES)) @Column('text') state: SilentState;
  /** Why it did not speak: a code, or the fields that are missing. */
  @Column('text', { nullable: true }) code: string | null;
  @Column('text', { array: true, nullable: true }) missing: string[] | null;
}
