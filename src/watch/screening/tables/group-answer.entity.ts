import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { closedListSql } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { SILENT_STATES, type SilentState } from '../../runs/answers/answer-set.entity.js';
import { SEVERITIES, type Severity } from '../../runs/assessment-types.js';

/** What a rule over many lots answered of groups where it found nothing, once however many groups it said it of. */
@Entity('group_answer')
@Unique(['indicator', 'version', 'severity', 'state', 'code', 'missing'])
export class GroupAnswer {
  /** So short that a group holds many of them. */
  @PrimaryGeneratedColumn('identity', { type: 'smallint', generatedIdentity: 'ALWAYS' }) id: Default<number>;
  @Column('text') indicator: string;
  @Column('integer') version: number;
  @Check(closedListSql('severity', SEVERITIES)) @Column('text') severity: Severity;
  @Check(closedListSql('state', SILENT_STATES)) @Column('text') state: SilentState;
  /** Why it did not speak: a code, or the fields that are missing; empty where it did. */
  @Column('text') code: string;
  @Column('text', { array: true }) missing: string[];
}
