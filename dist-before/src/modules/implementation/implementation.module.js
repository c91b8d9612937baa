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
import { ContractsModule } from '../contracts/contracts.module.js';
import { MilestonesController } from './milestones.controller.js';
import { MilestonesKeeper } from './milestones.keeper.js';
import { MilestonesQueries } from './milestones.queries.js';
import { MilestonesService } from './milestones.service.js';
import { OutlookService } from './outlook.service.js';
import { ProgressController } from './progress.controller.js';
import { ProgressQueries } from './progress.queries.js';
import { RecipientNames } from './recipient-names.js';
import { RecipientsController } from './recipients.controller.js';
import { RecipientsQueries } from './recipients.queries.js';
import { RecipientsService } from './recipients.service.js';
import { ReportsController } from './reports.controller.js';
import { ReportsQueries } from './reports.queries.js';
import { ReportsService } from './reports.service.js';
import { ServiceRecordsController } from './service-records.controller.js';
import { ServiceRecordsQueries } from './service-records.queries.js';
import { ServiceRecordsService } from './service-records.service.js';
import { VisitsController } from './visits.controller.js';
import { VisitsQueries } from './visits.queries.js';
import { VisitsService } from './visits.service.js';
/** Doing the work: whom a contract serves and what was done for them. */
let ImplementationModule = class ImplementationModule {
    constructor(references, milestones, visits) {
        references.contribute('milestone', (scope, ids) => milestones.seen(scope, ids));
        references.contribute('visit', (scope, ids) => visits.seen(scope, ids));
    }
};
ImplementationModule = __decorate([
    Module({
        imports: [ContractsModule, DocumentsModule],
        controllers: [
            RecipientsController,
            ServiceRecordsController,
            MilestonesController,
            ReportsController,
            VisitsController,
            ProgressController,
        ],
        providers: [
            RecipientNames,
            RecipientsService,
            RecipientsQueries,
            ServiceRecordsService,
            ServiceRecordsQueries,
            MilestonesKeeper,
            MilestonesService,
            MilestonesQueries,
            ProgressQueries,
            OutlookService,
            ReportsService,
            ReportsQueries,
            VisitsService,
            VisitsQueries,
        ],
        exports: [RecipientNames, ProgressQueries],
    }),
    __metadata("design:paramtypes", [DocumentReferences, MilestonesQueries, VisitsQueries])
], ImplementationModule);
export { ImplementationModule };
//# sourceMappingURL=implementation.module.js.map