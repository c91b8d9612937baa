import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { closedListSql } from '../../kernel/database/checks.js';
import { WorkingCalendarYear } from './working-calendar-year.entity.js';
import { DAY_KINDS, type DayKind } from './working-calendar.js';

/** A day that the notice of its year makes a holiday, or a weekend day that it makes a working day. */
@Entity('working_calendar_day')
@Index('working_calendar_day_year', ['year', 'day'])
@Check('working_calendar_day_check', 'extract(year FROM day) = year')
@Check('working_calendar_day_check1', "kind = 'holiday' OR extract(isodow FROM day) IN (6, 7)")
export class WorkingCalendarDay {
  @PrimaryColumn('date') day: PlainDate;
  @ForeignKey(() => WorkingCalendarYear, { onDelete: 'CASCADE' }) @Column('integer') year: number;
  @Check(closedListSql('kind', DAY_KINDS)) @Column('text') kind: DayKind;
  @Check('length(name) BETWEEN 1 AND 100') @Column('text') name: string;
}
