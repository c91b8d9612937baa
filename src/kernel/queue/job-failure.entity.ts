import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../database/row-types.js';
import type { JobData } from './jobs/job.js';

/** Work whose attempts ran out: what the operators' list is read from, whatever becomes of the queue's store. */
@Entity('job_failure')
@Index('job_failure_open', ['failedAt', 'job', 'key'], { where: 'retried_at IS NULL' })
export class JobFailure {
  @PrimaryColumn('text') job: string;
  /** The subject or event that it works on; `lane N` of works on many subjects; empty for a sweep. */
  @PrimaryColumn('text') key: string;
  @Column('text') queue: string;
  @Column('jsonb') data: JobData;
  @Column('integer') attempts: number;
  /** Message of the last error. */
  @Column('text') reason: string;
  @Column('timestamptz') queuedAt: Date;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) failedAt: Default<Date>;
  /** Put back into its queue and neither done nor failed since. */
  @Column('timestamptz', { nullable: true }) retriedAt: Date | null;
}
