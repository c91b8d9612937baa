import { Module, RequestMethod, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { DeliveryModule } from '../care/delivery/delivery.module.js';
import { SurveysModule } from '../care/surveys/surveys.module.js';
import { TendersModule } from '../purchase/tenders/tenders.module.js';
import { AssessmentsQueries } from './runs/assessments.queries.js';
import { DueSubjects } from './runs/pass/due-subjects.js';
import { Assessor } from './runs/assessor.service.js';
import { CoverageController } from './coverage/coverage.controller.js';
import { CoverageService } from './coverage/coverage.service.js';
import { DraftFindings } from './previews/draft-findings.js';
import { FlagKeeper } from './flags/keeping/flag-keeper.js';
import { ProgrammeFlags } from './flags/programmes/programme-flags.js';
import { spellAction } from './flags/action-spelling.js';
import { FlagsBulkController } from './flags/flags-bulk.controller.js';
import { FlagActionsController, FlagsController } from './flags/flags.controller.js';
import { FlagEvidenceQueries } from './flags/disclosure/flag-evidence.queries.js';
import { ScreenedLotsQueries } from './flags/disclosure/screened-lots.queries.js';
import { FlagsQueries } from './flags/flags.queries.js';
import { FlagsService } from './flags/flags.service.js';
import { IndicatorsQueries } from './catalogue/indicators.queries.js';
import { PreviewsService } from './previews/previews.service.js';
import { Reassessment } from './runs/reassessment.js';
import { RiskController } from './catalogue/risk.controller.js';
import { RiskEngine } from './runs/risk-engine.js';
import { RiskHandlers } from './runs/risk-handlers.js';
import { RunsController } from './runs/runs.controller.js';
import { RunsQueries } from './runs/runs.queries.js';
import { GroupExplanations } from './screening/explanations/group-explanations.js';
import { MarketAssessor } from './screening/markets/market-assessor.js';
import { MarketScreenings } from './screening/markets/market-screenings.js';
import { UncoveredQueries } from './coverage/uncovered.queries.js';
import './flags/keeping/flags-merge-part.js';
import './flags/keeping/words-of-flags.queries.js';

/** What the rules say of what is recorded, and the cases that persons work. Reads every module; none imports it. */
@Module({
  imports: [TendersModule, DeliveryModule, SurveysModule],
  controllers: [
    RiskController,
    FlagsController,
    FlagActionsController,
    FlagsBulkController,
    RunsController,
    CoverageController,
  ],
  providers: [
    RiskEngine,
    FlagKeeper,
    ProgrammeFlags,
    MarketAssessor,
    MarketScreenings,
    GroupExplanations,
    Assessor,
    DueSubjects,
    Reassessment,
    RiskHandlers,
    IndicatorsQueries,
    AssessmentsQueries,
    FlagsQueries,
    FlagEvidenceQueries,
    ScreenedLotsQueries,
    FlagsService,
    PreviewsService,
    DraftFindings,
    CoverageService,
    UncoveredQueries,
    RunsQueries,
  ],
  exports: [RiskEngine, Assessor, Reassessment, CoverageService, FlagsQueries, ScreenedLotsQueries],
})
export class WatchModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(spellAction).forRoutes({ path: 'risk/flags/*path', method: RequestMethod.POST });
  }
}
