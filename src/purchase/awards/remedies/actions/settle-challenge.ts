import { action } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { challengeSubject } from '../challenge.subject.js';
import { toDayData } from '../paper/done-on-paper.js';
import { ReasonedOnPaperDto } from '../remedy.dto.js';

export const stateNoEffect = action(challengeSubject, 'state_no_effect', ReasonedOnPaperDto, {
  operationId: 'stateChallengeWithoutEffect',
  summary: { en: 'State why a challenge cannot affect the result', zh: '说明质疑不影响采购结果的理由' },
  effect: ({ given: { reason, on } }) => ({ set: { noEffectReason: reason }, data: toDayData({ on }) }),
});

export const withdrawChallenge = action(challengeSubject, 'withdraw', ReasonDto, {
  operationId: 'withdrawChallenge',
  summary: { en: 'Withdraw a challenge', zh: '撤回质疑' },
});

export const recordChallengeRemedy = action(challengeSubject, 'record_remedy', RequiredReasonDto, {
  operationId: 'recordChallengeRemedy',
  summary: { en: 'Record what followed from an upheld challenge', zh: '记录质疑成立后的处理情况' },
  effect: ({ now }) => ({ set: { remediedAt: now } }),
});
