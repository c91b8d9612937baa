import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../database/row-types.js';

/** What a job owes one subject: work is due while `done` < `wanted`. */
@Entity('job_subject')
@Index('job_subject_owed', ['wantedAt'], { where: 'done < wanted' })
export class JobSubject {
  @PrimaryColumn('text') job: string;
  @PrimaryColumn('text') subject: string;
  @Column('bigint', { default: () => '1' }) wanted: Default<string>;
  @Column('bigint', { default: () => '0' }) done: Default<string>;
  /** The generation on which its attempts ran out. */
  @Column('bigint', { nullable: true }) failed: string | null;
  /** The generation with which a work on many subjects broke: it is worked on by itself. */
  @Column('bigint', { nullable: true }) apart: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) wantedAt: Default<Date>;
  /** The newest request that what is owed comes from, and its place in a trace, where there are such. */
  @Column('text', { nullable: true }) requestId: string | null;
  @Column('text', { nullable: true }) trace: string | null;
}
