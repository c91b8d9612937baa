import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { ServiceLine } from '../../../people/communities/service-lines/service-line.entity.js';

/**
 * Coverage of one line in one year, for the statistics. It counts where it was computed for the same days, and nothing has changed
 * since (`CoverageChange`); else it is computed anew by whoever reads.
 */
@Entity('kept_coverage')
@Index('kept_coverage_older', ['serviceLineId'], { where: 'rules < 2' })
@Index('kept_coverage_due', ['renewOn'], { where: 'renew_on IS NOT NULL' })
export class KeptCoverage {
  @ForeignKey(() => ServiceLine) @PrimaryColumn('uuid') serviceLineId: string;
  @PrimaryColumn('integer') year: number;
  /** The days of the line in this year up to the day it was computed; empty where it has not begun. */
  @Column('daterange') days: string;
  /** Days under a contract, under one with recorded service, and with a record. */
  @Column('integer') contracted: number;
  @Column('integer') recorded: number;
  @Column('integer') evidenced: number;
  /** Contracts of the line whose days are not known. */
  @Column('uuid', { array: true }) vague: string[];
  /** The day on which there is more to count; null: never by itself. */
  @Column('date', { nullable: true }) renewOn: PlainDate | null;
  /** By which rules it was counted; a trigger says 1 of what a program from before has kept, which is not read. */
  @Column('integer', { default: 2 }) rules: Default<number>;
}
