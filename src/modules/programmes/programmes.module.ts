import { Module } from '@nestjs/common';
import { BudgetLinesController } from './budget-lines.controller.js';
import { BudgetLinesQueries } from './budget-lines.queries.js';
import { ProgrammesController } from './programmes.controller.js';
import { ProgrammesQueries } from './programmes.queries.js';
import { ProgrammesService } from './programmes.service.js';

@Module({
  controllers: [ProgrammesController, BudgetLinesController],
  providers: [ProgrammesService, ProgrammesQueries, BudgetLinesQueries],
  exports: [ProgrammesService, ProgrammesQueries, BudgetLinesQueries],
})
export class ProgrammesModule {}
