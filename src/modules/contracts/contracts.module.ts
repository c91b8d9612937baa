import { Module } from '@nestjs/common';
import { TendersModule } from '../tenders/tenders.module.js';
import { ContractsController } from './contracts.controller.js';
import { ContractsFollow } from './contracts.follow.js';
import { ContractsQueries } from './contracts.queries.js';
import { ContractsService } from './contracts.service.js';

/** Signed contracts and what became of them. */
@Module({
  imports: [TendersModule],
  controllers: [ContractsController],
  providers: [ContractsService, ContractsFollow, ContractsQueries],
  exports: [ContractsService],
})
export class ContractsModule {}
