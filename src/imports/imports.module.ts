import { Module } from '@nestjs/common';
import { DocumentsModule } from '../kernel/documents/documents.module.js';
import { ContractsModule } from '../purchase/contracts/contracts.module.js';
import { TendersModule } from '../purchase/tenders/tenders.module.js';
import { ImportNames } from './import-names.js';
import { ImportRows } from './import-rows.js';
import { ImportsController } from './imports.controller.js';
import { ImportsJob } from './imports-job.js';
import { ImportsQueries } from './imports.queries.js';
import { ImportsService } from './imports.service.js';
import { OcdsImporter } from './ocds/ocds-importer.js';
import { OcdsRows } from './ocds/ocds-rows.js';
import { NoticeImporter } from './notices/notice-importer.js';
import { Uploads } from './uploads.js';

/** Files of published notices, and of OCDS, become recorded purchases. */
@Module({
  imports: [DocumentsModule, TendersModule, ContractsModule],
  controllers: [ImportsController],
  providers: [
    ImportsService,
    ImportsQueries,
    ImportsJob,
    ImportNames,
    ImportRows,
    NoticeImporter,
    OcdsImporter,
    OcdsRows,
    Uploads,
  ],
  exports: [ImportsService],
})
export class ImportsModule {}
