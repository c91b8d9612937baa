import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import { closedListSql, IS_DATASET } from '../../kernel/database/checks.js';
import { RootRow } from '../../kernel/database/column-types.js';
import type { Default } from '../../kernel/database/row-types.js';
import { FISCAL_LEVELS, type FiscalLevel } from './organisation-codes.js';

/** A body: buyer, agency, procurement agent, evaluator, committee or authority. */
@Entity('organisation')
@Index('organisation_code', ['dataset', 'creditCode'], { unique: true, where: 'credit_code IS NOT NULL' })
@Index('organisation_name', ['dataset', 'name'], { unique: true, where: 'credit_code IS NULL' })
@Index('organisation_order', ['createdAt', 'id'])
@Index('organisation_any_name', ['dataset', 'name'])
@Index('organisation_merged', ['mergedInto'], { where: 'merged_into IS NOT NULL' })
@Check(IS_DATASET)
@Check('organisation_merged_state', "(state = 'merged') = (merged_into IS NOT NULL)")
@Check('organisation_merged_itself', 'merged_into <> id')
export class Organisation extends RootRow {
  @Column('text') name: string;
  @Column('text', { nullable: true }) kind: string | null;
  @Column('text', { nullable: true }) creditCode: string | null;
  @Column('text', { nullable: true }) region: string | null;
  /** The budget level that it states; without one its region says it (`fiscal_level`). */
  @Check(closedListSql('budget_level', FISCAL_LEVELS))
  @Column('text', { nullable: true })
  budgetLevel: FiscalLevel | null;
  @Column('text', { default: 'active' }) state: Default<'active' | 'merged'>;
  /** The record in which the body goes on, where this one is a second record of it. */
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) mergedInto: string | null;
  @Column('text', { array: true, default: () => "'{}'" }) categories: Default<string[]>;
  @Column('integer', { nullable: true }) licensedWorkers: number | null;
  @Column('text', { nullable: true }) registeredOn: PartialDate | null;
  /** Whether the persons and holdings are a complete statement: only then does absence mean that there is none. */
  @Column('boolean', { default: false }) relationsKnown: Default<boolean>;
  @Column('text', { nullable: true }) address: string | null;
  @Column('text', { nullable: true }) contactName: string | null;
  @Column('text', { nullable: true }) contactPhone: string | null;
  @Check('full_time_staff >= 0') @Column('integer', { nullable: true }) fullTimeStaff: number | null;
}
