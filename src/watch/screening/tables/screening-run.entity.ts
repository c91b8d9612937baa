import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { isSha256 } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { RiskRun } from '../../runs/risk-run.entity.js';
import { BaselineRow } from './baseline.entity.js';
import { Market } from './market.entity.js';

/** One screening of one market over one baseline, under joint control of false discoveries. */
@Entity('screening_run')
@Index('screening_run_current', ['marketId'], { unique: true, where: 'current' })
@Index('screening_run_of_request', ['runId'])
export class ScreeningRun {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  /** The request that it was made for. */
  @Column('uuid') runId: string;
  @ManyToOne(() => RiskRun) run?: Relation<RiskRun>;
  @Column('uuid') marketId: string;
  @ManyToOne(() => Market) market?: Relation<Market>;
  @Column('uuid') baselineId: string;
  @ManyToOne(() => BaselineRow) baseline?: Relation<BaselineRow>;
  /** The rules with their versions. */
  @Column('jsonb') rules: Record<string, number>;
  /** Share of false discoveries allowed among what stands out. */
  @Column('text') level: string;
  @Check(isSha256('seed')) @Column('text') seed: string;
  /** Findings that could be assessed. */
  @Column('integer') screened: number;
  /** Of them those of each rule, by its id. Null: it was made before they were counted, and the next request makes it anew. */
  @Column('jsonb', { nullable: true }) screenedByRule: Record<string, number> | null;
  /** Those of them that stood out. */
  @Column('integer') triggered: number;
  /** SHA-256 of the market's lots as they were read. */
  @Check(isSha256('inputs_hash')) @Column('text') inputsHash: string;
  /** The assessments of the market rest on it. */
  @Column('boolean') current: boolean;
  @Column('timestamptz') startedAt: Date;
  @Column('timestamptz') endedAt: Date;
}
