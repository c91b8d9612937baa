import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../database/row-types.js';

/**
 * The distance of business time from the wall clock, in one row. Empty in production, where business time is the wall
 * clock.
 */
@Entity('business_time')
export class BusinessTime {
  @Check('only_row') @PrimaryColumn('boolean', { default: true }) onlyRow: Default<boolean>;
  @Column('interval') behind: object;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) setAt: Default<Date>;
}
