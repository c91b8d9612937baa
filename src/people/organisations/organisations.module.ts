import { Module } from '@nestjs/common';
import { OrganisationsController } from './organisations.controller.js';
import { OrganisationsQueries } from './organisations.queries.js';
import { OrganisationsService } from './organisations.service.js';
import { WorkerActionsController, WorkersController } from './workers/workers.controller.js';
import { WorkerNames } from './workers/worker-names.js';
import { WorkersQueries } from './workers/workers.queries.js';
import { WorkersService } from './workers/workers.service.js';

@Module({
  controllers: [OrganisationsController, WorkersController, WorkerActionsController],
  providers: [OrganisationsService, OrganisationsQueries, WorkerNames, WorkersService, WorkersQueries],
  exports: [OrganisationsService, OrganisationsQueries],
})
export class OrganisationsModule {}
