import { Check, Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { Default } from '../database/row-types.js';

/** What an event says. */
abstract class EventRow {
  @Column('text') aggregateType: string;
  @Column('text') aggregateId: string;
  @Column('text') action: string;
  @Column('timestamptz') at: Date;
  @Column('jsonb') payload: { data: Record<string, unknown>; from: string | null; to: string | null };
  @Column('uuid', { array: true }) tenants: string[];
  @Column('text', { nullable: true }) region: string | null;
  @Column('text', { nullable: true }) dataset: string | null;
  @Column('boolean') public: boolean;
  @Column('bigint') auditId: string;
  /** The request that it comes from, and its place in a trace (W3C `traceparent`), where there are such. */
  @Column('text', { nullable: true }) requestId: string | null;
  @Column('text', { nullable: true }) trace: string | null;
}

/** One published change, written in the transaction that made it and delivered later by the relay. */
@Entity('outbox')
@Index('outbox_unplaced', ['id'], { where: 'position IS NULL' })
export class OutboxEvent extends EventRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id: Default<string>;
  /**
   * Assigned by the relay to committed rows, without gaps but for those that a restore leaves (`FeedEpoch`), in the order of their ids;
   * a row that commits late gets a late position. Readers follow it and lose nothing.
   */
  @Check('position > 0') @Column('bigint', { nullable: true, unique: true }) position: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
}

/** An event that the feed no longer keeps. */
@Entity('outbox_moved')
export class MovedEvent extends EventRow {
  @PrimaryColumn('bigint') id: string;
  @Check('position > 0') @Column('bigint', { unique: true }) position: string;
  @Column('timestamptz') createdAt: Date;
}
