import { Module } from '@nestjs/common';
import { TendersModule } from '../tenders/tenders.module.js';
import { BiddersInterest } from './bidders.js';
import { BondRefundsService } from './bond-refunds.service.js';
import { ChallengesService } from './challenges.service.js';
import { ComplaintsService } from './complaints.service.js';
import { ChallengesController, ComplaintsController } from './remedies.controller.js';
import { EndingGuards } from './ending.guards.js';
import { LotGuards } from './lot.guards.js';
import { LotRemediesService } from './lot-remedies.service.js';
import { LotsController } from './lots.controller.js';
import { OfficialResult } from './official-result.js';
import { RemediesQueries } from './remedies.queries.js';
import { RemedyGuards } from './remedy.guards.js';
import { RemedySteps } from './remedy.steps.js';
import { AwardsService } from './awards.service.js';
import { ResultClock } from './result-clock.js';
import { ResultGuards } from './result.guards.js';
import { AwardsController, ResultsController } from './results.controller.js';
import { ResultsQueries } from './results.queries.js';
import { ResultsService } from './results.service.js';

/** What is asked for against a purchase: challenges to its buyer and complaints to the finance authority. */
@Module({
  imports: [TendersModule],
  controllers: [ChallengesController, ComplaintsController, LotsController, ResultsController, AwardsController],
  providers: [
    BiddersInterest,
    BondRefundsService,
    ChallengesService,
    ComplaintsService,
    EndingGuards,
    LotGuards,
    LotRemediesService,
    OfficialResult,
    RemediesQueries,
    RemedyGuards,
    RemedySteps,
    ResultClock,
    ResultGuards,
    ResultsService,
    ResultsQueries,
    AwardsService,
  ],
  exports: [RemedySteps, ResultClock],
})
export class AwardsModule {}
