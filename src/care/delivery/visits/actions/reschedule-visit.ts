import { action } from '../../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { IsPlainDate } from '../../../../kernel/clock/is-date.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { visitSubject } from '../visit.subject.js';

/** Another day for a planned visit. */
class RescheduleVisitDto extends RequiredReasonDto {
  /** The day on which it is planned now. */
  @RequiredByAction({ en: 'The new day', zh: '请填写新的走访日期' })
  @IsPlainDate()
  plannedOn: string;
}

export const rescheduleVisit = action(visitSubject, 'reschedule', RescheduleVisitDto, {
  operationId: 'rescheduleVisit',
  summary: { en: 'Plan a visit for another day', zh: '走访改期' },
  effect: ({ root, given }) => ({
    set: { plannedOn: given.plannedOn },
    data: { before: root.plannedOn, plannedOn: given.plannedOn },
  }),
});
