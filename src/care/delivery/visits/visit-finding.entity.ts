import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Visit } from './visit.entity.js';
import { FINDING_STATES, type FindingState } from './visit.lifecycle.js';

/** A finding of a visit, which the agency answers and the visiting body closes. */
@Entity('visit_finding')
@Unique(['visitId', 'no'])
@Index('visit_finding_waits', ['visitId'], { where: "state <> 'closed'" })
@Check('visit_finding_answered', "state <> 'answered' OR answer IS NOT NULL")
export class VisitFinding {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('integer', { default: 1 }) version: Default<number>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) updatedAt: Default<Date>;
  @ForeignKey(() => Visit) @Column('uuid') visitId: string;
  @Check('no >= 1') @Column('integer') no: number;
  @Column('text') text: string;
  @Column('date', { nullable: true }) answerBy: PlainDate | null;
  @Check(closedListSql('state', FINDING_STATES)) @Column('text', { default: 'open' }) state: Default<FindingState>;
  /** Since when it is in its state. */
  @Column('timestamptz', { default: () => 'business_now()' }) since: Default<Date>;
  @Column('text', { nullable: true }) answer: string | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
}
