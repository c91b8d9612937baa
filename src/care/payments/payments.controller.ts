import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentScope, Lang, Permit } from '../../kernel/access/decorators.js';
import type { Scope } from '../../kernel/access/scope.js';
import { createActionController } from '../../kernel/actions/action-routes.js';
import type { Language } from '../../kernel/errors/texts.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
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

/** What a contract is paid by: its instalments. */
@ApiTags('payments')
@Controller('contracts/:id/payments')
export class PaymentsController {
  constructor(private readonly queries: PaymentsQueries) {}

  @Get()
  @Permit('contract.read')
  @Operation('listPayments', {
    en: 'Instalments of a contract, with what each waits for',
    zh: '查询合同各期付款及其付款条件',
  })
  list(
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
    @Lang() lang: Language,
  ): Promise<PaymentListDto> {
    return this.queries.list(scope, contract, query, url, lang);
  }
}

export const PaymentActionsController = createActionController(
  paymentSubject,
  [
    ...[requestPayment, withdrawPaymentRequest, retryPayment, reopenPayment],
    ...[approvePayment, refusePayment, cancelPayment],
    ...[payInstalment, failPayment, reversePayment],
  ],
  {
    tag: 'payments',
    type: PaymentDto,
    by: PaymentsQueries,
    read: (queries, scope, { id, payment }, language) => queries.one(scope, id, payment, language),
    translated: true,
  },
);
