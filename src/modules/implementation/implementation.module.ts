import { Module } from '@nestjs/common';
import { ContractsModule } from '../contracts/contracts.module.js';
import { RecipientNames } from './recipient-names.js';
import { RecipientsController } from './recipients.controller.js';
import { RecipientsQueries } from './recipients.queries.js';
import { RecipientsService } from './recipients.service.js';
import { ServiceRecordsController } from './service-records.controller.js';
import { ServiceRecordsQueries } from './service-records.queries.js';
import { ServiceRecordsService } from './service-records.service.js';

/** Doing the work: whom a contract serves and what was done for them. */
@Module({
  imports: [ContractsModule],
  controllers: [RecipientsController, ServiceRecordsController],
  providers: [RecipientNames, RecipientsService, RecipientsQueries, ServiceRecordsService, ServiceRecordsQueries],
})
export class ImplementationModule {}
