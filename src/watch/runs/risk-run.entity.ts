import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../../kernel/database/row-types.js';

/** One full pass of the indicators over everything recorded, or over one dataset. */
@Entity('risk_run')
export class RiskRun {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('text', { nullable: true }) dataset: string | null;
  @Check("state IN ('requested', 'running', 'finished')")
  @Column('text', { default: 'requested' })
  state: Default<'requested' | 'running' | 'finished'>;
  @Column('uuid', { nullable: true }) requestedBy: string | null;
  @Column('timestamptz') requestedAt: Date;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
  @Column('integer', { default: 0 }) subjects: Default<number>;
  @Column('integer', { default: 0 }) changed: Default<number>;
}
