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
import { NoticeImporter } from './notices/notice-importer.js';
import { Uploads } from './uploads.js';

/** Files of published notices become recorded purchases. */
@Module({
  imports: [DocumentsModule, TendersModule, ContractsModule],
  controllers: [ImportsController],
  providers: [ImportsService, ImportsQueries, ImportsJob, ImportNames, ImportRows, NoticeImporter, Uploads],
  exports: [ImportsService],
})
export class ImportsModule {}
