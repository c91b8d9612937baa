import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { IS_DATASET, closedListSql } from '../../kernel/database/checks.js';
import { RootRow } from '../../kernel/database/column-types.js';
import type { Default } from '../../kernel/database/row-types.js';
import { BUDGET_LEVELS, type BudgetLevel } from '../../law/code-lists/methods.js';
import { Organisation } from '../../people/organisations/organisation.entity.js';
import type { SourceDto } from '../../people/organisations/source.dto.js';
import type { CalendarTemplate } from './calendar-template.js';
import { PROGRAMME_STATES, type ProgrammeState } from './programme.lifecycle.js';

/** What a buyer plans to purchase in one year. */
@Entity('programme')
@Index('programme_order', ['createdAt', 'id'])
@Index('programme_buyer', ['buyerId', 'year'])
@Check('programme_state', closedListSql('state', PROGRAMME_STATES))
@Check('programme_is_not_approved_by_its_author', 'approved_by IS NULL OR NOT (approved_by = ANY (written_by))')
@Check(IS_DATASET)
export class Programme extends RootRow {
  @ForeignKey(() => Organisation) @Column('uuid') buyerId: string;
  @Column('text') name: string;
  @Check('year BETWEEN 1000 AND 9999') @Column('integer') year: number;
  @Column('text', { nullable: true }) region: string | null;
  @Check(closedListSql('budget_level', BUDGET_LEVELS))
  @Column('text', { nullable: true })
  budgetLevel: BudgetLevel | null;
  /** Null where the buyer gave none: then nothing is planned or judged by one. */
  @Column('jsonb', { nullable: true }) calendar: CalendarTemplate | null;
  @Column('text', { default: 'approved' }) state: Default<ProgrammeState>;
  @Column('jsonb') source: SourceDto;
  @Column('uuid', { array: true, default: () => "'{}'" }) writtenBy: Default<string[]>;
  @Column('timestamptz', { nullable: true }) approvedAt: Date | null;
  @Column('uuid', { nullable: true }) approvedBy: string | null;
}
