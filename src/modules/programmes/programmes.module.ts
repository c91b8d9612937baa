import { Module } from '@nestjs/common';
import { BudgetExtensionsController } from './budget-extensions.controller.js';
import { BudgetExtensionsQueries } from './budget-extensions.queries.js';
import { BudgetExtensionsService } from './budget-extensions.service.js';
import { BudgetLinesController } from './budget-lines.controller.js';
import { BudgetLinesQueries } from './budget-lines.queries.js';
import { ProgrammesController } from './programmes.controller.js';
import { ProgrammesQueries } from './programmes.queries.js';
import { ProgrammesService } from './programmes.service.js';

@Module({
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
export class ProgrammesModule {}
