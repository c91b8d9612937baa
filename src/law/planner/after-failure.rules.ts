import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { getKnownValue, type WorkingCalendar } from '../calendars/working-calendar.js';
import type { Method } from '../code-lists/methods.js';
import { getRule } from '../rules/rule-book.js';
import { toRuleBasis } from '../rules/rule-types.js';
import type { AfterFailure, BackwardPlan, PlanStep } from './planner-types.js';

/** A purchase that failed, and by which method. */
export interface Failed {
  on: PlainDate;
  method: Method;
}

/** Law article 37: after a tender another method is approved before the purchase begins; how long that takes no rule says. */
const needsApproval = (failed: Method, next: Method): boolean =>
  (failed === 'OPEN_TENDER' || failed === 'INVITED_TENDER') && failed !== next;

/**
 * The plan of what follows a failure: documents are issued on the working day after it at the earliest, and what has to be
 * approved is approved by the day of issue.
 */
export function planAfterFailure(
  calendar: WorkingCalendar,
  plan: BackwardPlan,
  failed: Failed,
  next: Method,
): { chain: PlanStep[]; afterFailure: AfterFailure } {
  const issue = plan.latest.documentIssue;
  const earliestIssue = getKnownValue(calendar.nextWorkingDay(failed.on));
  const isApproved = needsApproval(failed.method, next);
  const rule = getRule('FAIL-LEADS-ON');
  const steps: PlanStep[] =
    issue === null || !isApproved
      ? []
      : [{ event: 'method_approved', latest: issue, rule: rule.id, basis: toRuleBasis(rule) }];
  const at = plan.chain.findIndex(({ event }) => event === 'document_issued');
  return {
    chain: at < 0 ? plan.chain : [...plan.chain.slice(0, at), ...steps, ...plan.chain.slice(at)],
    afterFailure: {
      earliestIssue,
      inTime: earliestIssue === null || issue === null ? null : earliestIssue <= issue,
      methodApproval: isApproved,
    },
  };
}
