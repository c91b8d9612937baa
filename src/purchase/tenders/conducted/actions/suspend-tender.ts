import { action } from '../../../../kernel/actions/action.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { WorkingCalendars } from '../../../../law/calendars/calendar-store.js';
import { resumeLots, suspendLots } from '../../oversight/suspension.js';
import { SuspendTenderDto } from '../tender-actions.dto.js';
import { tenderSubject } from '../tender.subject.js';

export const suspendTender = action(tenderSubject, 'suspend', SuspendTenderDto, {
  operationId: 'suspendTender',
  summary: { en: 'Suspend a tender while a complaint is dealt with', zh: '处理投诉期间暂停采购活动' },
  async effect({ tx, root, given: { reason, remedy, notice, days } }) {
    const set = await suspendLots(tx, root, { reason, remedy, notice, days });
    return { set, data: { remedy, notice, days }, public: true };
  },
});

const resume = (name: 'resume' | 'resume_after_limit', operationId: string, summary: { en: string; zh: string }) =>
  action(tenderSubject, name, ReasonDto, {
    operationId,
    summary,
    uses: { calendars: WorkingCalendars },
    effect: async ({ tx, root }, _, { calendars }) => ({
      data: await resumeLots(tx, root, await calendars.current()),
      public: true,
    }),
  });

export const resumeTender = resume('resume', 'resumeTender', { en: 'Resume a suspended tender', zh: '恢复采购活动' });
export const resumeTenderAfterLimit = resume('resume_after_limit', 'resumeTenderAfterLimit', {
  en: 'Resume a tender whose suspension has lasted as long as the law allows',
  zh: '暂停期限届满，恢复采购活动',
});
