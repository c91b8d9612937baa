import { Module } from '@nestjs/common';
import { ContractsModule } from '../../purchase/contracts/contracts.module.js';
import { ContractClocks } from '../../purchase/contracts/conducted/contract-clocks.js';
import { ProposePlan } from './actions/propose-plan.js';
import { OfferHandover } from './handovers/actions/offer-handover.js';
import { HandoverActionsController, HandoversController } from './handovers/handovers.controller.js';
import { HandoversQueries } from './handovers/handovers.queries.js';
import { planDues } from './plan-due.js';
import { PlanActionsController, PlansController } from './plans.controller.js';
import { PlansKeeper } from './plans-keeper.js';
import { PlansQueries } from './plans.queries.js';
import { Renewals } from './renewals.js';
import './handovers/handed-over.queries.js';
import './care-merge-part.js';

/** What comes next: plans for the residents of each line, and recipients passed to whoever goes on. */
@Module({
  imports: [ContractsModule],
  controllers: [PlansController, PlanActionsController, HandoversController, HandoverActionsController],
  providers: [PlansKeeper, ProposePlan, PlansQueries, Renewals, OfferHandover, HandoversQueries],
})
export class ContinuityModule {
  constructor(clocks: ContractClocks) {
    clocks.contributePlans(planDues);
  }
}
