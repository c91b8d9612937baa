import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../../kernel/database/row-types.js';

export const RUN_KINDS = ['assess', 'screen'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** One full pass of the indicators over everything recorded, or over one dataset. */
@Entity('risk_run')
@Index('risk_run_counted', ['finishedAt', 'id'], { where: 'screened IS NOT NULL' })
export class RiskRun {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('text', { nullable: true }) dataset: string | null;
  /** `screen`: the rules over many lots, market by market; `assess`: every rule on every subject. */
  @Check("kind IN ('assess', 'screen')")
  @Column('text', { default: 'assess' })
  kind: Default<RunKind>;
  @Check("state IN ('requested', 'running', 'finished')")
  @Column('text', { default: 'requested' })
  state: Default<'requested' | 'running' | 'finished'>;
  @Column('uuid', { nullable: true }) requestedBy: string | null;
  @Column('timestamptz') requestedAt: Date;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
  @Column('integer', { default: 0 }) subjects: Default<number>;
  @Column('integer', { default: 0 }) changed: Default<number>;
  /**
   * Of a screening that has ended: how many groups each rule screened in all markets of a dataset, by dataset and rule. Null where
   * no market was screened, and of runs that ended before this was counted.
   */
  @Column('jsonb', { nullable: true }) screened: Record<string, Record<string, number>> | null;
}
