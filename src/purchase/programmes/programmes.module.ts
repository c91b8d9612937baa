import { Module } from '@nestjs/common';
import {
  BudgetExtensionActionsController,
  BudgetExtensionsController,
} from './budget-lines/budget-extensions.controller.js';
import { BudgetExtensionsQueries } from './budget-lines/budget-extensions.queries.js';
import { BudgetExtensionsService } from './budget-lines/budget-extensions.service.js';
import { BudgetLinesController } from './budget-lines/budget-lines.controller.js';
import { BudgetLinesQueries } from './budget-lines/budget-lines.queries.js';
import { ProgrammeActionsController, ProgrammesController } from './programmes.controller.js';
import { ProgrammesQueries } from './programmes.queries.js';
import { ProgrammesService } from './programmes.service.js';
import './own-programmes.js';
import './programmes-merge-part.js';

@Module({
  controllers: [
    ProgrammesController,
    ProgrammeActionsController,
    BudgetLinesController,
    BudgetExtensionsController,
    BudgetExtensionActionsController,
  ],
  providers: [
    ProgrammesService,
    ProgrammesQueries,
    BudgetLinesQueries,
    BudgetExtensionsService,
    BudgetExtensionsQueries,
  ],
  exports: [ProgrammesService, ProgrammesQueries, BudgetLinesQueries],
})
export class ProgrammesModule {}
