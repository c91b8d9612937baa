import { Module } from '@nestjs/common';
import { ContractsModule } from '../../purchase/contracts/contracts.module.js';
import { ContractClocks } from '../../purchase/contracts/conducted/contract-clocks.js';
import { ContractHandoversController, HandoversController } from './handovers/handovers.controller.js';
import { HandoversQueries } from './handovers/handovers.queries.js';
import { HandoversService } from './handovers/handovers.service.js';
import { planDue } from './plan-due.js';
import { PlanGuards } from './plan.guards.js';
import { PlansController } from './plans.controller.js';
import { PlansKeeper } from './plans.keeper.js';
import { PlansQueries } from './plans.queries.js';
import { PlansService } from './plans.service.js';
import { Renewals } from './renewals.js';

/** What comes next: plans for the residents of each line, and recipients passed to whoever goes on. */
@Module({
  imports: [ContractsModule],
  controllers: [PlansController, HandoversController, ContractHandoversController],
  providers: [PlansKeeper, PlanGuards, PlansService, PlansQueries, Renewals, HandoversService, HandoversQueries],
})
export class ContinuityModule {
  constructor(clocks: ContractClocks) {
    clocks.contributePlan(planDue);
  }
}
