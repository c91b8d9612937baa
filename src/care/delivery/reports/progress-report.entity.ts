import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Contract } from '../../../purchase/contracts/contract.entity.js';
import type { ReportFiguresDto } from './progress-report.dto.js';
import { REPORT_STATES, type ReportState } from './progress-report.lifecycle.js';

/** The agency's report on one period of a contract, or an adjustment of an approved report. */
@Entity('progress_report')
@Unique(['contractId', 'periodFrom', 'no'])
@Index('progress_report_under_way', ['contractId', 'periodFrom'], { unique: true, where: "state <> 'approved'" })
@Index('progress_report_adjusted', ['adjusts'], { where: 'adjusts IS NOT NULL' })
@Check(
  'progress_report_adjusts_with_a_reason',
  '(no = 0) = (adjusts IS NULL) AND (adjusts IS NULL) = (adjustment_reason IS NULL)',
)
@Check('progress_report_check', 'period_to >= period_from')
export class ProgressReport {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('integer', { default: 1 }) version: Default<number>;
  @Column('text') dataset: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) updatedAt: Default<Date>;
  @Column('uuid') contractId: string;
  @ManyToOne(() => Contract) contract?: Relation<Contract>;
  /** First day of the period; both ends count. Periods of one contract do not overlap. */
  @Column('date') periodFrom: PlainDate;
  @Column('date') periodTo: PlainDate;
  /** 0 is the report of the period; an adjustment has the next number and names the approved report it replaces. */
  @Check('no >= 0') @Column('integer') no: number;
  @Column('uuid', { nullable: true }) adjusts: string | null;
  @ManyToOne(() => ProgressReport) @JoinColumn({ name: 'adjusts' }) adjustedReport?: Relation<ProgressReport>;
  @Column('text', { nullable: true }) adjustmentReason: string | null;
  @Check(closedListSql('state', REPORT_STATES)) @Column('text', { default: 'draft' }) state: Default<ReportState>;
  @Column('text', { nullable: true }) text: string | null;
  /** A snapshot of the records of the period. */
  @Column('jsonb') figures: ReportFiguresDto;
  @Column('timestamptz') figuresAsOf: Date;
  /** Hash of the records of which the snapshot was taken. */
  @Column('text') recordsHash: string;
  @Column('timestamptz', { nullable: true }) submittedAt: Date | null;
  @Column('uuid', { nullable: true }) submittedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
  /** What was last submitted; others read it while a returned report is rewritten. Null where nothing was submitted. */
  @Column('jsonb', { nullable: true }) submittedContent: {
    text: string;
    figures: ReportFiguresDto;
    asOf: string;
    recordsHash: string;
  } | null;
}
