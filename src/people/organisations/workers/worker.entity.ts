import { Check, Column, Entity, ForeignKey, Unique } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { WORKER_KINDS, type WorkerKind } from '../../../law/code-lists/code-lists.js';
import { Organisation } from '../organisation.entity.js';
import { WORKER_STATES, type WorkerState } from './worker.lifecycle.js';

/** Somebody who works for an agency, known by a number to everybody else. */
@Entity('worker')
@Unique(['organisationId', 'no'])
@Check('worker_leaves_after_coming', 'until >= since')
@Check('worker_left_on_a_day', "(state = 'left') = (until IS NOT NULL)")
@Check('worker_licensed_by_a_licence', "kind <> 'licensed_social_worker' OR licence IS NOT NULL")
export class Worker extends RootRow {
  @ForeignKey(() => Organisation) @Column('uuid') organisationId: string;
  /** Issued here, per body; never given to somebody else. */
  @Check('no >= 1') @Column('integer') no: number;
  @Check(closedListSql('kind', WORKER_KINDS)) @Column('text') kind: WorkerKind;
  /** Number of the certificate. */
  @Column('text', { nullable: true }) licence: string | null;
  /** Encrypted with a key outside the database, bound to this row. */
  @Column('bytea') name: Buffer;
  @Column('date') since: PlainDate;
  /** Last day of work. */
  @Column('date', { nullable: true }) until: PlainDate | null;
  @Check(closedListSql('state', WORKER_STATES)) @Column('text', { default: 'active' }) state: Default<WorkerState>;
}
