import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { IS_DATASET, closedListSql } from '../../kernel/database/checks.js';
import type { Default } from '../../kernel/database/row-types.js';
import type { Text } from '../../kernel/errors/texts.js';
import { AppUser } from '../../people/accounts/users/app-user.entity.js';
import { SEVERITIES, type Basis, type Explanation, type Severity } from '../runs/assessment-types.js';
import { FLAG_STATES, type FlagState } from './flag.lifecycle.js';
import type { RootType } from './root-cause.rules.js';
import { STORED_ROOTS } from '../runs/stored-kinds.js';

/**
 * A case that people work: what one indicator found at one root. It takes in new subjects until a body was asked about it or a
 * person decided it; what is found later is another part.
 */
@Entity('flag')
@Unique(['indicator', 'rootType', 'rootId', 'part'])
@Index('flag_order', ['createdAt', 'id'])
@Index('flag_severity', ['severity', 'createdAt', 'id'])
@Index('flag_dataset_order', ['dataset', 'createdAt', 'id'])
@Index('flag_assignee', ['assignee', 'state'], { where: 'assignee IS NOT NULL' })
@Index('flag_root', ['rootId'])
@Index('flag_parts', ['partOf'], { where: 'part_of IS NOT NULL' })
@Index('flag_precision', ['indicator', 'dataset', 'state'])
export class Flag {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('integer', { default: 1 }) version: Default<number>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) updatedAt: Default<Date>;
  @Check(IS_DATASET) @Column('text') dataset: string;
  @Column('text') indicator: string;
  @Check(closedListSql('root_type', STORED_ROOTS)) @Column('text') rootType: RootType;
  @Column('uuid') rootId: string;
  /** From 1 for each root. */
  @Column('integer', { default: 1 }) part: Default<number>;
  @Check(closedListSql('state', FLAG_STATES)) @Column('text') state: FlagState;
  @Check(closedListSql('severity', SEVERITIES)) @Column('text') severity: Severity;
  @Column('text', { nullable: true }) region: string | null;
  @Column('uuid', { nullable: true }) programmeId: string | null;
  @Column('jsonb') title: Text;
  @Column('jsonb') explanation: Explanation;
  @Column('jsonb') limitation: Text;
  @Column('jsonb') basis: Basis;
  /** All subjects that trigger are history: nothing can be prevented any more, so no task arises by itself. */
  @Column('boolean', { default: false }) summary: Default<boolean>;
  @Column('uuid', { nullable: true }) assignee: string | null;
  @ManyToOne(() => AppUser) @JoinColumn({ name: 'assignee' }) assignedUser?: Relation<AppUser>;
  @Column('date', { nullable: true }) dueOn: PlainDate | null;
  /** The flag of a programme that stands for it; null: it stands by itself. */
  @Column('uuid', { nullable: true }) partOf: string | null;
  @ManyToOne(() => Flag) @JoinColumn({ name: 'part_of' }) whole?: Relation<Flag>;
  /** Of a programme: of how many purchases the rule finds the same; null: it speaks of single ones. */
  @Column('integer', { nullable: true }) hits: number | null;
  /** Of a programme: how many purchases the rule could judge. */
  @Column('integer', { nullable: true }) judged: number | null;
  @Column('timestamptz') openedAt: Date;
  /** The person or key that decided last; null where facts reopened it. */
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  /** Last day on which a body that was asked may appeal against the confirmation. */
  @Column('date', { nullable: true }) appealUntil: PlainDate | null;
}
