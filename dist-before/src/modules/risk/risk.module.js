var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { ImplementationModule } from '../implementation/implementation.module.js';
import { SurveysModule } from '../surveys/surveys.module.js';
import { TendersModule } from '../tenders/tenders.module.js';
import { AssessmentsQueries } from './assessments.queries.js';
import { Assessor } from './assessor.service.js';
import { CoverageController } from './coverage.controller.js';
import { CoverageService } from './coverage.service.js';
import { DraftFindings } from './draft-findings.js';
import { FlagKeeper } from './flag.keeper.js';
import { FlagsController } from './flags.controller.js';
import { FlagsExport } from './flags.export.js';
import { FlagsQueries } from './flags.queries.js';
import { FlagsService } from './flags.service.js';
import { IndicatorsQueries } from './indicators.queries.js';
import { PreviewsService } from './previews.service.js';
import { Reassessment } from './reassessment.js';
import { RiskController } from './risk.controller.js';
import { RiskEngine } from './risk.engine.js';
import { RiskHandlers } from './risk.handlers.js';
import { RunsController } from './runs.controller.js';
import { RunsQueries } from './runs.queries.js';
import { TasksController } from './tasks.controller.js';
import { TasksQueries } from './tasks.queries.js';
import { UncoveredQueries } from './uncovered.queries.js';
/** What the rules say of what is recorded, and the cases that persons work. Reads every module; none imports it. */
let RiskModule = class RiskModule {
};
RiskModule = __decorate([
    Module({
        imports: [TendersModule, ImplementationModule, SurveysModule],
        controllers: [RiskController, FlagsController, RunsController, CoverageController, TasksController],
        providers: [
            RiskEngine,
            FlagKeeper,
            Assessor,
            Reassessment,
            RiskHandlers,
            IndicatorsQueries,
            AssessmentsQueries,
            FlagsQueries,
            FlagsService,
            FlagsExport,
            PreviewsService,
            DraftFindings,
            CoverageService,
            UncoveredQueries,
            RunsQueries,
            TasksQueries,
        ],
        exports: [RiskEngine, Assessor, Reassessment, CoverageService],
    })
], RiskModule);
export { RiskModule };
//# sourceMappingURL=risk.module.js.map