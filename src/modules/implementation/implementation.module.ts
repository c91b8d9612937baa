import { Module } from '@nestjs/common';
import { DocumentReferences } from '../../platform/documents/document-references.js';
import { DocumentsModule } from '../../platform/documents/documents.module.js';
import { ContractsModule } from '../contracts/contracts.module.js';
import { ContractEvidence } from './contract-evidence.js';
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
@Module({
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
    ContractEvidence,
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
  exports: [RecipientNames, ProgressQueries, ContractEvidence],
})
export class ImplementationModule {
  constructor(
    references: DocumentReferences,
    milestones: MilestonesQueries,
    visits: VisitsQueries,
    evidence: ContractEvidence,
  ) {
    evidence.contribute('milestone', 'SELECT id, contract_id FROM milestone');
    evidence.contribute('visit', 'SELECT id, contract_id FROM visit');
    references.contribute('milestone', (scope, ids) => milestones.seen(scope, ids));
    references.contribute('visit', (scope, ids) => visits.seen(scope, ids));
  }
}
