import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../database/row-types.js';

/** How far the relay has enqueued events, in one row. */
@Entity('outbox_relay')
export class OutboxRelay {
  @Check('only_row') @PrimaryColumn('boolean', { default: true }) onlyRow: Default<boolean>;
  /** Every event up to this position has reached the queue. */
  @Column('bigint', { default: () => '0' }) enqueued: Default<string>;
}
