import { action } from '../../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../../../people/accounts/reason.dto.js';
import { guardSecondPerson } from '../../../../../people/accounts/second-person.js';
import { methodChangeSubject } from '../method-change.subject.js';

export const grantMethodChange = action(methodChangeSubject, 'grant', ReasonDto, {
  operationId: 'grantMethodChange',
  summary: { en: 'Approve another method for lots that failed', zh: '批准废标后变更采购方式' },
  guards: { requester_decides: guardSecondPerson(({ root }) => Promise.resolve([root.requestedBy])) },
  effect: ({ now, given }) => Promise.resolve({ set: { decidedAt: now, decisionReason: given.reason ?? null } }),
});

export const refuseMethodChange = action(methodChangeSubject, 'refuse', RequiredReasonDto, {
  operationId: 'refuseMethodChange',
  summary: {
    en: 'As the finance authority, refuse a buyer another method for lots that failed',
    zh: '财政部门不批准采购人废标后变更采购方式',
  },
  effect: ({ now, given }) => Promise.resolve({ set: { decidedAt: now, decisionReason: given.reason } }),
});

export const withdrawMethodChange = action(methodChangeSubject, 'withdraw', ReasonDto, {
  operationId: 'withdrawMethodChange',
  summary: { en: 'Take back a request for another method', zh: '撤回变更采购方式的申请' },
  effect: () => Promise.resolve({}),
});
