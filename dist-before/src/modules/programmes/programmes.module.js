var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { BudgetExtensionsController } from './budget-extensions.controller.js';
import { BudgetExtensionsQueries } from './budget-extensions.queries.js';
import { BudgetExtensionsService } from './budget-extensions.service.js';
import { BudgetLinesController } from './budget-lines.controller.js';
import { BudgetLinesQueries } from './budget-lines.queries.js';
import { ProgrammesController } from './programmes.controller.js';
import { ProgrammesQueries } from './programmes.queries.js';
import { ProgrammesService } from './programmes.service.js';
let ProgrammesModule = class ProgrammesModule {
};
ProgrammesModule = __decorate([
    Module({
        controllers: [ProgrammesController, BudgetLinesController, BudgetExtensionsController],
        providers: [
            ProgrammesService,
            ProgrammesQueries,
            BudgetLinesQueries,
            BudgetExtensionsService,
            BudgetExtensionsQueries,
        ],
        exports: [ProgrammesService, ProgrammesQueries, BudgetLinesQueries],
    })
], ProgrammesModule);
export { ProgrammesModule };
//# sourceMappingURL=programmes.module.js.map