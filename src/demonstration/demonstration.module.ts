import { Module } from '@nestjs/common';
import { ContractsModule } from '../purchase/contracts/contracts.module.js';
import { DeliveryModule } from '../care/delivery/delivery.module.js';
import { ImportsModule } from '../imports/imports.module.js';
import { SurveysModule } from '../care/surveys/surveys.module.js';
import { TendersModule } from '../purchase/tenders/tenders.module.js';
import { RulesModule } from '../law/rules/rules.module.js';
import { DemonstrationLimits } from './demonstration-limits.js';
import { DemonstrationLoader } from './demonstration-loader.js';
import { PracticeLoader } from './practice-loader.js';

/** The study's purchases, an invented market and real notices, for a first look. */
@Module({
  imports: [TendersModule, ContractsModule, DeliveryModule, SurveysModule, ImportsModule, RulesModule],
  providers: [DemonstrationLimits, DemonstrationLoader, PracticeLoader],
  exports: [DemonstrationLoader],
})
export class DemonstrationModule {}
