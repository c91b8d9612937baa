import { action } from '../../../../kernel/actions/action.js';
import { IsPlainDate } from '../../../../kernel/clock/is-date.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { OptionalField, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { workerSubject } from '../worker.subject.js';

/** Says that somebody works for the body no more. */
export class LeaveWorkerDto {
  /** Last day of work; today where it is not given. */
  @OptionalField(IsPlainDate())
  on?: string | null;

  /** Why; kept in the audit, and names nobody. */
  @TextUpTo(2000, 'optional')
  reason?: string | null;
}

export const leaveWorker = action(workerSubject, 'leave', LeaveWorkerDto, {
  operationId: 'leaveWorker',
  summary: { en: 'Say that a worker has left', zh: '登记工作人员离职' },
  effect({ root, given, today }) {
    const until = given.on ?? today;
    if (until > today) throw invalid('/on', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
    if (until < root.since)
      throw invalid('/on', 'too_early', { en: 'Before the first day of work', zh: '早于入职日期' });
    return { set: { until }, data: { until } };
  },
});
