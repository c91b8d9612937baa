import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
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
export class ProgressReport extends RootRow {
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  /** First day of the period; both ends count. Periods of one contract do not overlap. */
  @Column('date') periodFrom: PlainDate;
  @Column('date') periodTo: PlainDate;
  /** 0 is the report of the period; an adjustment has the next number and names the approved report it replaces. */
  @Check('no >= 0') @Column('integer') no: number;
  @ForeignKey(() => ProgressReport) @Column('uuid', { nullable: true }) adjusts: string | null;
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
