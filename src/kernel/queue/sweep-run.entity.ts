import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../database/row-types.js';

/** A sweep and when it last came to its end: a store that lost its schedules is found out by this. */
@Entity('sweep_run')
export class SweepRun {
  @PrimaryColumn('text') job: string;
  /** Milliseconds from one run to the next. */
  @Check('period_ms > 0') @Column('bigint') periodMs: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) knownSince: Default<Date>;
  @Column('timestamptz', { nullable: true }) doneAt: Date | null;
}
