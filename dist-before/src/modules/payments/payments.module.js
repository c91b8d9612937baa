var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Module } from '@nestjs/common';
import { DocumentReferences } from '../../platform/documents/document-references.js';
import { DocumentsModule } from '../../platform/documents/documents.module.js';
import { ContractClocks } from '../contracts/conducted/contract-clocks.js';
import { ContractsModule } from '../contracts/contracts.module.js';
import { ApprovalLevelsService } from './approval-levels.service.js';
import { InvoicesController } from './invoices.controller.js';
import { InvoicesQueries } from './invoices.queries.js';
import { InvoicesService } from './invoices.service.js';
import { PayeeAccountsService } from './payee-accounts.service.js';
import { PayeesController } from './payees.controller.js';
import { Payees } from './payees.js';
import { clockedPayments } from './payment-clocks.js';
import { PaymentGuards } from './payment.guards.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsFollow } from './payments.follow.js';
import { PaymentsQueries } from './payments.queries.js';
import { PaymentsService } from './payments.service.js';
import { ScheduleService } from './schedule.service.js';
/** Money: instalments, invoices, and to whom it goes. */
let PaymentsModule = class PaymentsModule {
    constructor(references, clocks, invoices) {
        clocks.contribute(clockedPayments);
        references.contribute('invoice', (scope, ids) => invoices.seen(scope, ids));
    }
};
PaymentsModule = __decorate([
    Module({
        imports: [DocumentsModule, ContractsModule],
        controllers: [PaymentsController, InvoicesController, PayeesController],
        providers: [
            ScheduleService,
            PaymentsFollow,
            Payees,
            PaymentGuards,
            PaymentsService,
            PaymentsQueries,
            InvoicesService,
            InvoicesQueries,
            PayeeAccountsService,
            ApprovalLevelsService,
        ],
    }),
    __metadata("design:paramtypes", [DocumentReferences, ContractClocks, InvoicesQueries])
], PaymentsModule);
export { PaymentsModule };
//# sourceMappingURL=payments.module.js.map