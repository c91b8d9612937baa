import { Module } from '@nestjs/common';
import { ContractsModule } from '../contracts/contracts.module.js';
import { ImportsModule } from '../imports/imports.module.js';
import { TendersModule } from '../tenders/tenders.module.js';
import { DemonstrationLoader } from './demonstration.loader.js';

/** The study's purchases, an invented market and real notices, for a first look. */
@Module({
  imports: [TendersModule, ContractsModule, ImportsModule],
  providers: [DemonstrationLoader],
  exports: [DemonstrationLoader],
})
export class DemonstrationModule {}
