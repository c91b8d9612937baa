import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { IS_DATASET, closedListSql } from '../../kernel/database/checks.js';
import type { Default } from '../../kernel/database/row-types.js';
import type { SubjectType } from './assessment-types.js';
import { STORED_SUBJECTS } from './stored-kinds.js';

/**
 * Something that was assessed. `uses` lists every root whose facts were read, so that a link that is gone still leads
 * here. The answers that found nothing stand here too, as a set of them; why they did can be computed anew from the facts.
 */
@Entity('risk_subject')
@Index('risk_subject_uses', ['uses'], { type: 'gin' })
@Index('risk_subject_order', ['createdAt'])
@Index('risk_subject_programme', ['programmeId'], { where: 'programme_id IS NOT NULL' })
@Index('risk_subject_due', ['dueOn'], { where: 'due_on IS NOT NULL' })
export class RiskSubject {
  @Check(closedListSql('subject_type', STORED_SUBJECTS)) @PrimaryColumn('text') subjectType: SubjectType;
  @PrimaryColumn('uuid') subjectId: string;
  @Check(IS_DATASET) @Column('text') dataset: string;
  @Column('uuid', { array: true }) uses: string[];
  @Column('date', { nullable: true }) dueOn: PlainDate | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('text', { nullable: true }) region: string | null;
  @Column('uuid', { nullable: true }) programmeId: string | null;
  /** The answers that found nothing: a set of them. */
  @Column('bigint', { nullable: true }) answers: string | null;
  /** Of everything that the rules were given and said; null in one that was stored before there were sets. */
  @Column('bigint', { nullable: true }) digest: string | null;
  /** Since when they answer so. */
  @Column('timestamptz', { nullable: true }) assessedAt: Date | null;
  @Column('uuid', { nullable: true }) runId: string | null;
}
