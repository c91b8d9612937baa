import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { IS_DATASET, closedListSql } from '../../kernel/database/checks.js';
import type { SubjectType } from './assessment-types.js';
import { STORED_SUBJECTS } from './stored-kinds.js';

/**
 * Something that was assessed. `uses` lists every root whose facts were read, so that a link that is gone still leads
 * here.
 */
@Entity('risk_subject')
@Index('risk_subject_uses', ['uses'], { type: 'gin' })
@Index('risk_subject_due', ['dueOn'], { where: 'due_on IS NOT NULL' })
export class RiskSubject {
  @Check(closedListSql('subject_type', STORED_SUBJECTS)) @PrimaryColumn('text') subjectType: SubjectType;
  @PrimaryColumn('uuid') subjectId: string;
  @Check(IS_DATASET) @Column('text') dataset: string;
  @Column('uuid', { array: true }) uses: string[];
  @Column('date', { nullable: true }) dueOn: PlainDate | null;
}
