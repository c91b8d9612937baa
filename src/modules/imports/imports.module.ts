import { Module } from '@nestjs/common';
import { ContractsModule } from '../contracts/contracts.module.js';
import { TendersModule } from '../tenders/tenders.module.js';
import { ImportRows } from './import.rows.js';
import { ImportsController } from './imports.controller.js';
import { ImportsJob } from './imports.job.js';
import { ImportsQueries } from './imports.queries.js';
import { ImportsService } from './imports.service.js';
import { NoticeImporter } from './notice.importer.js';

/** Files of published notices become recorded purchases. */
@Module({
  imports: [TendersModule, ContractsModule],
  controllers: [ImportsController],
  providers: [ImportsService, ImportsQueries, ImportsJob, ImportRows, NoticeImporter],
  exports: [ImportsService],
})
export class ImportsModule {}
