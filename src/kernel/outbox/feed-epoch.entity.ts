import { Check, Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Default } from '../database/row-types.js';

/** A restore of the database: what the feed had said behind `after` was lost, and it goes on at `start`. */
@Entity('feed_epoch')
@Check('feed_epoch_check', '"start" > "after"')
export class FeedEpoch {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' }) no: Default<number>;
  /** The last position that the restored database had. */
  @Check('after >= 0') @Column('bigint') after: string;
  /** Position of the event that says so: no event that was lost had one as high. */
  @Column('bigint', { unique: true }) start: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) at: Default<Date>;
}
