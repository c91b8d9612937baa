import { action } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../accounts/reason.dto.js';
import { needSubject } from '../need.subject.js';

export const meetNeed = action(needSubject, 'meet', ReasonDto, {
  operationId: 'meetNeed',
  summary: { en: 'Say that a planned need was met', zh: '确认需求已满足' },
  effect: ({ now }) => ({ set: { settledAt: now } }),
});

export const leaveNeedUnmet = action(needSubject, 'leave_unmet', RequiredReasonDto, {
  operationId: 'leaveNeedUnmet',
  summary: { en: 'Say that a planned need was not met', zh: '确认需求未满足' },
  effect: ({ now }) => ({ set: { settledAt: now } }),
});
