import { Check, Column, Entity, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { isSha256 } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import type { Baseline } from '../screening-types.js';
import { Market } from './market.entity.js';

/**
 * What closed periods before said of a market, as a screening read it. Never changed: a late correction makes a new
 * version.
 */
@Entity('baseline')
@Unique(['marketId', 'version'])
export class BaselineRow {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('uuid') marketId: string;
  @ManyToOne(() => Market) market?: Relation<Market>;
  @Column('integer') version: number;
  /** Lots before this day made it; null: there is no earlier period. */
  @Column('date', { nullable: true }) cutOff: PlainDate | null;
  @Check(isSha256('seed')) @Column('text') seed: string;
  @Column('jsonb') content: Baseline;
  @Check(isSha256('content_hash')) @Column('text') contentHash: string;
}
