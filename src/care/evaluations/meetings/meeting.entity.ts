import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import type { AttendedDto, MeetingKind, MeetingSubject } from './meeting.dto.js';
import { MEETING_STATES, type MeetingState } from './meeting.lifecycle.js';

/** A meeting about a need, a tender or an evaluation, with its minutes. */
@Entity('meeting')
@Index('meeting_order', ['createdAt', 'id'])
@Index('meeting_caller', ['callerId'])
@Index('meeting_subject', ['subjectType', 'subjectId'])
export class Meeting extends RootRow {
  @ForeignKey(() => Organisation) @Column('uuid') callerId: string;
  @Column('text', { nullable: true }) region: string | null;
  @Check("kind IN ('joint', 'proposals', 'appraisal', 'hearing')") @Column('text') kind: MeetingKind;
  @Check("subject_type IN ('need', 'tender', 'evaluation')") @Column('text') subjectType: MeetingSubject;
  @Column('uuid') subjectId: string;
  @Column('text') title: string;
  @Column('text', { nullable: true }) place: string | null;
  @Column('timestamptz') heldAt: Date;
  @Check(closedListSql('state', MEETING_STATES)) @Column('text', { default: 'called' }) state: Default<MeetingState>;
  /** Numbers of people by side; nobody is named. */
  @Column('jsonb', { default: () => "'[]'" }) attended: Default<AttendedDto[]>;
  @Column('text', { nullable: true }) minutes: string | null;
  @Column('timestamptz', { nullable: true }) minutedAt: Date | null;
}
