import { action } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { findingSubject } from '../visit.subject.js';

/** The reason is the answer. */
export const answerFinding = action(findingSubject, 'answer', RequiredReasonDto, {
  operationId: 'answerFinding',
  summary: { en: 'Answer what a visit found', zh: '回应走访发现' },
  effect: ({ given, now }) => ({ set: { since: now, answer: given.reason, decisionReason: null } }),
});

export const closeFinding = action(findingSubject, 'close', ReasonDto, {
  operationId: 'closeFinding',
  summary: { en: 'Close a finding that was answered', zh: '办结走访发现' },
  effect: ({ given, now }) => ({ set: { since: now, decisionReason: given.reason ?? null } }),
});

export const dropFinding = action(findingSubject, 'drop', RequiredReasonDto, {
  operationId: 'dropFinding',
  summary: { en: 'Drop a finding that turned out to be none', zh: '撤销走访发现' },
  effect: ({ given, now }) => ({ set: { since: now, decisionReason: given.reason } }),
});

export const reopenFinding = action(findingSubject, 'reopen', RequiredReasonDto, {
  operationId: 'reopenFinding',
  summary: { en: 'Ask the agency again about a finding', zh: '退回走访发现，请再次回应' },
  effect: ({ given, now }) => ({ set: { since: now, decisionReason: given.reason } }),
});
