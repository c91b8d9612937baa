import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const REPORT_STATES = ['draft', 'submitted', 'approved', 'returned'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/**
 * A progress report of one period of a contract. Its figures come from the service records; the agency adds text. What was
 * approved never changes: a correction is an adjustment, a report of its own that names it.
 */
export const progressReportLifecycle = defineLifecycle({
  name: 'progress_report',
  states: REPORT_STATES,
  initial: ['draft'],
  final: ['approved'],
  transitions: [
    { action: 'refill', from: ['draft', 'returned'], who: 'contract.deliver' },
    {
      action: 'submit',
      from: ['draft', 'returned'],
      to: 'submitted',
      who: 'contract.deliver',
      guards: ['period_not_over', 'report_text_missing', 'report_outdated'],
    },
    // Records of the period may have come or been corrected since it was submitted.
    {
      action: 'approve',
      from: ['submitted'],
      to: 'approved',
      who: 'report.approve',
      guards: ['judge_has_interest', 'report_outdated'],
    },
    {
      action: 'return',
      from: ['submitted'],
      to: 'returned',
      who: 'report.approve',
      guards: ['judge_has_interest'],
      reason: 'required',
    },
    {
      action: 'adjust',
      from: ['approved'],
      who: 'contract.deliver',
      guards: ['adjustment_open', 'adjustment_empty'],
      reason: 'required',
    },
  ],
});
