import { action } from '../../../../kernel/actions/action.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { visitSubject } from '../visit.subject.js';

export const cancelVisit = action(visitSubject, 'cancel', RequiredReasonDto, {
  operationId: 'cancelVisit',
  summary: { en: 'Cancel a planned visit', zh: '取消走访' },
  effect: ({ given }) => ({ set: { decisionReason: given.reason }, data: { findings: 0 } }),
});
