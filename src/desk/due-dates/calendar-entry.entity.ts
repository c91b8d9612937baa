import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Default } from '../../kernel/database/row-types.js';
import { CalendarKey } from '../../people/accounts/calendar-keys/calendar-key.entity.js';

/** A due date as the calendar of a person showed it last, and its revision (RFC 5545 section 3.8.7). It goes with the key of the calendar. */
@Entity('calendar_entry')
export class CalendarEntry {
  @ForeignKey(() => CalendarKey, 'userId', { onDelete: 'CASCADE' }) @PrimaryColumn('uuid') userId: string;
  @PrimaryColumn('text') kind: string;
  @PrimaryColumn('uuid') taskId: string;
  @Column('integer', { nullable: true }) lot: number | null;
  @Column('date') dueOn: PlainDate;
  /** How often it was shown otherwise than before, and when, in business time. */
  @Column('integer', { default: 0 }) sequence: Default<number>;
  @Column('timestamptz', { default: () => 'business_now()' }) revisedAt: Default<Date>;
}
