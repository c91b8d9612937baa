import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../../kernel/database/row-types.js';

/** A year whose State Council notice is loaded. Working days of a year without a row are unknown. */
@Entity('working_calendar_year')
export class WorkingCalendarYear {
  @Check('year BETWEEN 1950 AND 2200') @PrimaryColumn('integer') year: number;
  @Check('length(source) BETWEEN 1 AND 500') @Column('text') source: string;
  @Check('version > 0') @Column('integer', { default: 1 }) version: Default<number>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) loadedAt: Default<Date>;
}
