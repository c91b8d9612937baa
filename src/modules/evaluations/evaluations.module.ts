import { Module } from '@nestjs/common';
import { ContractsModule } from '../contracts/contracts.module.js';
import { SchemesController } from './schemes.controller.js';
import { SchemesQueries } from './schemes.queries.js';
import { SchemesService } from './schemes.service.js';

/** How well a service was: schemes by which it is judged and the versions they come in. */
@Module({
  imports: [ContractsModule],
  controllers: [SchemesController],
  providers: [SchemesService, SchemesQueries],
})
export class EvaluationsModule {}
