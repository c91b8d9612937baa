import { action } from '../../../../kernel/actions/action.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { invoiceSubject } from '../invoice.subject.js';

export const withdrawInvoice = action(invoiceSubject, 'withdraw', RequiredReasonDto, {
  operationId: 'withdrawInvoice',
  summary: { en: 'Withdraw an invoice that was not accepted', zh: '撤回未确认的发票' },
  effect: ({ given, now }) => ({ set: { decidedAt: now, reason: given.reason } }),
});
