import { action } from '../../../../kernel/actions/action.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { RefuseInvoiceDto } from '../../invoices/actions/judge-invoice.js';
import { settlementSubject } from '../settlement.subject.js';

export const returnSettlement = action(settlementSubject, 'return', RefuseInvoiceDto, {
  operationId: 'returnSettlement',
  summary: { en: 'Return the settlement of a period to the agency', zh: '退回结算申请' },
  effect: ({ given: { reason, ground } }) => ({ set: { reason }, data: { ...(ground !== undefined && { ground }) } }),
});

export const withdrawSettlement = action(settlementSubject, 'withdraw', RequiredReasonDto, {
  operationId: 'withdrawSettlement',
  summary: { en: 'Withdraw a settlement that was not confirmed', zh: '撤回结算申请' },
  effect: ({ given: { reason } }) => ({ set: { reason } }),
});
