var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { ContractsModule } from '../contracts/contracts.module.js';
import { ContractHandoversController, HandoversController } from './handovers.controller.js';
import { HandoversQueries } from './handovers.queries.js';
import { HandoversService } from './handovers.service.js';
import { PlanGuards } from './plan.guards.js';
import { PlansController } from './plans.controller.js';
import { PlansKeeper } from './plans.keeper.js';
import { PlansQueries } from './plans.queries.js';
import { PlansService } from './plans.service.js';
/** What comes next: plans for the residents of each line, and recipients passed to whoever goes on. */
let ContinuityModule = class ContinuityModule {
};
ContinuityModule = __decorate([
    Module({
        imports: [ContractsModule],
        controllers: [PlansController, HandoversController, ContractHandoversController],
        providers: [PlansKeeper, PlanGuards, PlansService, PlansQueries, HandoversService, HandoversQueries],
    })
], ContinuityModule);
export { ContinuityModule };
//# sourceMappingURL=continuity.module.js.map