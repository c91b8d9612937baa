import { Module } from '@nestjs/common';
import { ChangeStates } from '../../kernel/outbox/states/change-states.js';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { DocumentsModule } from '../../kernel/documents/documents.module.js';
import { PersonKinds } from '../../people/personal-data/person-kinds.js';
import { OrganisationsModule } from '../../people/organisations/organisations.module.js';
import { ContractsModule } from '../../purchase/contracts/contracts.module.js';
import { ContractEvidence } from './contract-evidence.js';
import { MilestoneActionsController, MilestonesController } from './milestones/milestones.controller.js';
import { MilestonesKeeper } from './milestones/milestones-keeper.js';
import { MilestonesQueries } from './milestones/milestones.queries.js';
import { MyWorkController } from './my-work/my-work.controller.js';
import { MyWorkQueries } from './my-work/my-work.queries.js';
import { OutlookService } from './progress/outlook.service.js';
import { ProgressController } from './progress/progress.controller.js';
import { ProgressQueries } from './progress/progress.queries.js';
import { RecipientCodes } from './records/codes/recipient-codes.js';
import { RecipientCodesController } from './records/codes/recipient-codes.controller.js';
import { createRecipientKeeper } from './recipient-keeper.js';
import { RecipientNames } from './records/recipient-names.js';
import { RecordChecker } from './records/storing/record-checks.js';
import { WorkerGuards } from './records/workers/worker-guards.js';
import { RecipientsController } from './records/recipients.controller.js';
import { RecipientsQueries } from './records/recipients.queries.js';
import { RecipientsService } from './records/recipients.service.js';
import { OldRecords } from './records/moved/old-records.js';
import { ReportActionsController, ReportsController } from './reports/reports.controller.js';
import { ReportsQueries } from './reports/reports.queries.js';
import { ReportsService } from './reports/reports.service.js';
import { ServiceRecordResourceController, ServiceRecordsController } from './records/service-records.controller.js';
import { ServiceRecordsQueries } from './records/service-records.queries.js';
import { ServiceRecordsService } from './records/service-records.service.js';
import { FindingActionsController, VisitActionsController, VisitsController } from './visits/visits.controller.js';
import { VisitsQueries } from './visits/visits.queries.js';
import { PlanVisit } from './visits/actions/plan-visit.js';
import './served-lines.js';

/** Doing the work: whom a contract serves and what was done for them. */
@Module({
  imports: [ContractsModule, DocumentsModule, OrganisationsModule],
  controllers: [
    RecipientsController,
    RecipientCodesController,
    ServiceRecordResourceController,
    ServiceRecordsController,
    MilestonesController,
    MilestoneActionsController,
    ReportsController,
    ReportActionsController,
    VisitsController,
    VisitActionsController,
    FindingActionsController,
    ProgressController,
    MyWorkController,
  ],
  providers: [
    ContractEvidence,
    RecipientNames,
    RecipientCodes,
    RecordChecker,
    WorkerGuards,
    RecipientsService,
    RecipientsQueries,
    ServiceRecordsService,
    ServiceRecordsQueries,
    MilestonesKeeper,
    MilestonesQueries,
    ProgressQueries,
    OldRecords,
    OutlookService,
    ReportsService,
    ReportsQueries,
    PlanVisit,
    VisitsQueries,
    MyWorkQueries,
  ],
  exports: [RecipientNames, RecipientsService, OldRecords, ProgressQueries, ContractEvidence, ServiceRecordsService],
})
export class DeliveryModule {
  constructor(
    references: DocumentReferences,
    milestones: MilestonesQueries,
    visits: VisitsQueries,
    records: ServiceRecordsQueries,
    evidence: ContractEvidence,
    people: PersonKinds,
    names: RecipientNames,
    states: ChangeStates,
  ) {
    const permission = 'contract.read';
    states.contribute('service_record', { permission, read: (scope, ids) => records.many(scope, ids) });
    people.contribute('recipient', createRecipientKeeper(names));
    evidence.contribute('milestone', 'SELECT id, contract_id FROM milestone');
    evidence.contribute('visit', 'SELECT id, contract_id FROM visit');
    references.contribute('milestone', (scope, ids) => milestones.filterVisible(scope, ids));
    references.contribute('visit', (scope, ids) => visits.filterVisible(scope, ids));
    references.contribute('service_record', (scope, ids) => records.filterVisible(scope, ids));
  }
}
