import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { closedListSql } from '../../../../kernel/database/checks.js';
import type { Default } from '../../../../kernel/database/row-types.js';
import { Lot } from '../../../tenders/lots/lot.entity.js';
import { Tender } from '../../../tenders/tender.entity.js';
import { STOP_REASONS, type StopReason } from './stop-reasons.js';

/** An opening that the worker refused to hold, because what the database says is not what was signed. */
@Entity('stopped_opening')
@Index('stopped_opening_waiting', ['tenderId'], { where: 'ended_at IS NULL' })
export class StoppedOpening {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  /** Null: the bids of the tender; else the final offers of this lot. */
  @ForeignKey(() => Lot) @Column('uuid', { nullable: true }) lotId: string | null;
  @Check(closedListSql('reason', STOP_REASONS)) @Column('text') reason: StopReason;
  /** What differs, without anything of a bid. */
  @Column('jsonb') facts: Record<string, unknown>;
  /** Wall time, as every other instant here. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) since: Default<Date>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) lastAt: Default<Date>;
  /** Null: it waits until what differs is mended. */
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
}
