import { Module } from '@nestjs/common';
import { DocumentsModule } from '../kernel/documents/documents.module.js';
import { DeliveryModule } from '../care/delivery/delivery.module.js';
import { AccountsModule } from '../people/accounts/accounts.module.js';
import { CommunitiesModule } from '../people/communities/communities.module.js';
import { OrganisationsModule } from '../people/organisations/organisations.module.js';
import { ContractsModule } from '../purchase/contracts/contracts.module.js';
import { TendersModule } from '../purchase/tenders/tenders.module.js';
import { BulkCallers } from './bulk/bulk-callers.js';
import { BulkKinds } from './bulk/bulk-kinds.js';
import { BulkRows } from './bulk/bulk-rows.js';
import { ImportTemplatesController } from './bulk/templates/import-templates.controller.js';
import { BulkTemplates } from './bulk/templates/bulk-templates.js';
import { BulkContracts } from './bulk/kinds/bulk-contracts.js';
import { BulkMilestones, BulkPayments } from './bulk/kinds/bulk-contract-facts.js';
import { BulkFacts } from './bulk/kinds/bulk-facts.js';
import { BulkOrganisations } from './bulk/kinds/bulk-organisations.js';
import { BulkPurchases } from './bulk/kinds/bulk-purchases.js';
import { BulkRecipients } from './bulk/kinds/bulk-recipients.js';
import { BulkRecords } from './bulk/kinds/bulk-records.js';
import { BulkServiceLines } from './bulk/kinds/bulk-service-lines.js';
import { BulkWorkers } from './bulk/kinds/bulk-workers.js';
import { ImportNames } from './import-names.js';
import { ImportReception } from './import-reception.js';
import { ImportSeals } from './import-seals.js';
import { ImportRows } from './rows/import-rows.js';
import { ImportsController } from './imports.controller.js';
import { ImportsJob } from './imports-job.js';
import { ImportsQueries } from './imports.queries.js';
import { ImportsService } from './imports.service.js';
import { OcdsImporter } from './ocds/ocds-importer.js';
import { OcdsRows } from './ocds/ocds-rows.js';
import { NoticeImporter } from './notices/notice-importer.js';
import { PersonRows } from './keeping/person-rows.js';
import { RowsKeeper } from './keeping/rows-keeper.js';
import { Uploads } from './uploads.js';
import './imports-merge-part.js';

/** Files of published notices, and of OCDS, become recorded purchases; rows of one kind are taken as the routes of that kind take one. */
@Module({
  imports: [
    DocumentsModule,
    AccountsModule,
    OrganisationsModule,
    CommunitiesModule,
    TendersModule,
    ContractsModule,
    DeliveryModule,
  ],
  controllers: [ImportTemplatesController, ImportsController],
  providers: [
    ImportsService,
    ImportsQueries,
    ImportsJob,
    ImportNames,
    ImportRows,
    NoticeImporter,
    OcdsImporter,
    OcdsRows,
    RowsKeeper,
    PersonRows,
    ImportSeals,
    Uploads,
    ImportReception,
    BulkCallers,
    BulkKinds,
    BulkRows,
    BulkOrganisations,
    BulkServiceLines,
    BulkPurchases,
    BulkFacts,
    BulkContracts,
    BulkMilestones,
    BulkPayments,
    BulkRecords,
    BulkRecipients,
    BulkWorkers,
    BulkTemplates,
  ],
  exports: [ImportsService],
})
export class ImportsModule {}
