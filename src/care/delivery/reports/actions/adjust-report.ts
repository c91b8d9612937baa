import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { MOST_TEXT } from '../progress-report.dto.js';
import { insertReport } from '../report-store.js';
import {
  findOutdatedStandards,
  loadCurrentFigures,
  reportInForce,
  reportSubject,
  type CurrentFigures,
  type LockedReport,
  type ReportRow,
} from '../report.subject.js';

/** An adjustment of an approved report: other words, or figures that were corrected since. */
export class AdjustReportDto extends RequiredReasonDto {
  /** The words of the adjustment, where they are others. */
  @TextUpTo(MOST_TEXT, 'optional')
  text?: string | null;
}

/** A report or adjustment of the same period that is not approved yet. */
const openAdjustment: Fact<LockedReport, { id: string; state: string } | null> = async ({ tx, root }) => {
  const [open] = await tx.query<{ id: string; state: string }>(
    `SELECT id, state FROM progress_report WHERE contract_id = $1 AND period_from = $2 AND state <> 'approved'`,
    [root.contract.id, root.from],
  );
  return open ?? null;
};

interface AdjustmentFacts {
  reportInForce: ReportRow;
  loadCurrentFigures: CurrentFigures;
}

/** Answers the adjustment: a report of its own that names the approved one in whose place it is to stand. */
export const adjustReport = action(reportSubject, 'adjust', AdjustReportDto, {
  operationId: 'adjustReport',
  summary: { en: 'Draft an adjustment of an approved report', zh: '起草对已通过报告的更正' },
  needs: { reportInForce },
  guards: {
    adjustment_open: guard<LockedReport, AdjustReportDto, { openAdjustment: { id: string; state: string } | null }>(
      { openAdjustment },
      ({ openAdjustment: open }) => (open ? { facts: { report: open.id, state: open.state } } : null),
    ),
    adjustment_empty: guard<LockedReport, AdjustReportDto, AdjustmentFacts>(
      { reportInForce, loadCurrentFigures },
      (facts, { given: { text } }) => {
        const report = facts.reportInForce;
        const hasSameText = text === undefined || text === null || text === report.text;
        return hasSameText && findOutdatedStandards(report, facts.loadCurrentFigures) === null
          ? { facts: { report: report.id } }
          : null;
      },
    ),
  },
  async effect({ tx, root, given }, facts) {
    const report = facts.reportInForce;
    const adjusts = { id: report.id, text: given.text ?? report.text, reason: given.reason };
    const { from, to } = root;
    return { made: { report: await insertReport(tx, root.contract, { from, to }, report.no + 1, adjusts) } };
  },
});
