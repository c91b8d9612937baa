import { action } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { resolutionSubject } from '../meeting.subject.js';

export const finishResolution = action(resolutionSubject, 'finish', ReasonDto, {
  operationId: 'finishResolution',
  summary: { en: 'Say that a resolution is done; If-Match names the meeting', zh: '办结会议决议' },
  effect: ({ now }) => ({ set: { settledAt: now } }),
});

export const dropResolution = action(resolutionSubject, 'drop', RequiredReasonDto, {
  operationId: 'dropResolution',
  summary: { en: 'Give up a resolution; If-Match names the meeting', zh: '撤销会议决议' },
  effect: ({ now }) => ({ set: { settledAt: now } }),
});
