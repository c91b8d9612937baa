import { createActionController } from '../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../kernel/actions/resource-routes.js';
import { PageQuery } from '../../kernel/http/lists/list.js';
import { approvePayment, cancelPayment } from './actions/approve-payment.js';
import { failPayment, payInstalment, reversePayment } from './actions/pay-instalment.js';
import {
  refusePayment,
  reopenPayment,
  requestPayment,
  retryPayment,
  withdrawPaymentRequest,
} from './actions/request-payment.js';
import { PaymentDto, PaymentListDto } from './payment.dto.js';
import { paymentSubject } from './payment.subject.js';
import { PaymentsQueries } from './payments.queries.js';

const paymentResource = resource(paymentSubject.path, {
  tag: 'payments',
  type: PaymentDto,
  by: PaymentsQueries,
  read: (queries, scope, { id, payment }, language) => queries.one(scope, id, payment, language),
  translated: true,
});

/** What a contract is paid by: its instalments. */
export const PaymentsController = createResourceController(paymentResource, ({ get }) => [
  get('contracts/:id/payments', {
    operationId: 'listPayments',
    summary: { en: 'Instalments of a contract, with what each waits for', zh: '查询合同各期付款及其付款条件' },
    permit: 'contract.read',
    query: PageQuery,
    type: PaymentListDto,
    translated: true,
    read: (queries, { scope, id: contract, query, url, language }) =>
      queries.list(scope, contract, query, url, language),
  }),
]);

export const PaymentActionsController = createActionController(
  paymentSubject,
  [
    ...[requestPayment, withdrawPaymentRequest, retryPayment, reopenPayment],
    ...[approvePayment, refusePayment, cancelPayment],
    ...[payInstalment, failPayment, reversePayment],
  ],
  paymentResource,
);
