import { Module } from '@nestjs/common';
import { ChangeStates } from '../../kernel/outbox/states/change-states.js';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { DocumentsModule } from '../../kernel/documents/documents.module.js';
import { ContractClocks } from '../../purchase/contracts/conducted/contract-clocks.js';
import { ContractsModule } from '../../purchase/contracts/contracts.module.js';
import { ApprovalLevelsService } from './approval-levels.service.js';
import { SubmitInvoice } from './invoices/actions/submit-invoice.js';
import { InvoiceActionsController, InvoicesController } from './invoices/invoices.controller.js';
import { InvoicesQueries } from './invoices/invoices.queries.js';
import { PayeeAccountsService } from './payee-accounts.service.js';
import { PayeeAccountResourceController, ApprovalLevelsResourceController } from './payees.controller.js';
import { Payees } from './payees.js';
import { clockedPayments } from './schedule/payment-clocks.js';
import { PaymentGuards } from './payment-guards.js';
import { PaymentActionsController, PaymentsController } from './payments.controller.js';
import { PaymentsFollow } from './payment-follow-up.js';
import { PaymentsQueries } from './payments.queries.js';
import { ScheduleService } from './schedule/schedule.service.js';
import './schedule/overdue.js';
import './schedule/paid-money.js';
import './schedule/paid.queries.js';
import { ProposeSettlement } from './settlements/actions/propose-settlement.js';
import { SettlementActionsController, SettlementsController } from './settlements/settlements.controller.js';
import { SettlementsQueries } from './settlements/settlements.queries.js';

/** Money: instalments, invoices, and to whom it goes. */
@Module({
  imports: [DocumentsModule, ContractsModule],
  controllers: [
    PaymentsController,
    PaymentActionsController,
    InvoicesController,
    InvoiceActionsController,
    SettlementsController,
    SettlementActionsController,
    PayeeAccountResourceController,
    ApprovalLevelsResourceController,
  ],
  providers: [
    ScheduleService,
    PaymentsFollow,
    Payees,
    PaymentGuards,
    PaymentsQueries,
    SubmitInvoice,
    InvoicesQueries,
    ProposeSettlement,
    SettlementsQueries,
    PayeeAccountsService,
    ApprovalLevelsService,
  ],
})
export class PaymentsModule {
  constructor(
    references: DocumentReferences,
    clocks: ContractClocks,
    invoices: InvoicesQueries,
    states: ChangeStates,
    payments: PaymentsQueries,
  ) {
    const permission = 'contract.read';
    states.contribute('payment', { permission, read: (scope, ids, lang) => payments.many(scope, ids, lang) });
    clocks.contribute(clockedPayments);
    references.contribute('invoice', (scope, ids) => invoices.filterVisible(scope, ids));
  }
}
