import { Module } from '@nestjs/common';
import { ChangeStates } from '../../kernel/outbox/states/change-states.js';
import { BarActionsController, BarsController } from './bars/bars.controller.js';
import { BarSteps } from './bars/bar-steps.js';
import { BarsQueries } from './bars/bars.queries.js';
import { BarsService } from './bars/bars.service.js';
import { MergeActionsController, MergesController } from './merges/merges.controller.js';
import { MergesQueries } from './merges/merges.queries.js';
import { MergesService } from './merges/merges.service.js';
import './merges/own-merge-part.js';
import { OrganisationsController } from './organisations.controller.js';
import { OrganisationsQueries } from './organisations.queries.js';
import { OrganisationsService } from './organisations.service.js';
import { PersonNumbers } from './persons/person-numbers.js';
import { WorkerActionsController, WorkersController } from './workers/workers.controller.js';
import { WorkerNames } from './workers/worker-names.js';
import { WorkersQueries } from './workers/workers.queries.js';
import { WorkersService } from './workers/workers.service.js';

@Module({
  controllers: [
    OrganisationsController,
    BarsController,
    BarActionsController,
    MergesController,
    MergeActionsController,
    WorkersController,
    WorkerActionsController,
  ],
  providers: [
    BarSteps,
    BarsQueries,
    BarsService,
    MergesQueries,
    MergesService,
    OrganisationsService,
    OrganisationsQueries,
    PersonNumbers,
    WorkerNames,
    WorkersService,
    WorkersQueries,
  ],
  exports: [BarSteps, PersonNumbers, WorkerNames, WorkersService, OrganisationsService, OrganisationsQueries],
})
export class OrganisationsModule {
  constructor(states: ChangeStates, organisations: OrganisationsQueries) {
    const permission = 'organisation.read';
    states.contribute('organisation', { permission, read: (scope, ids) => organisations.many(scope, ids) });
  }
}
