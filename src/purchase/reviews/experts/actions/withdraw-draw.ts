import { action } from '../../../../kernel/actions/action.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { expertDrawSubject } from '../expert-draw.subject.js';

export const withdrawDraw = action(expertDrawSubject, 'withdraw', RequiredReasonDto, {
  operationId: 'withdrawExpertDraw',
  summary: {
    en: 'Withdraw a draw that was prepared: nobody was drawn, and another one may be prepared',
    zh: '撤回尚未抽取的评审专家抽取，可另行准备',
  },
});
