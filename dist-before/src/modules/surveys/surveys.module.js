var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { ImplementationModule } from '../implementation/implementation.module.js';
import { LineOutlooks } from './line-outlooks.js';
import { SlipsController } from './slips.controller.js';
import { SlipsService } from './slips.service.js';
import { SurveyAnswersController, SurveyPageController } from './survey-answers.controller.js';
import { SurveyAnswersService } from './survey-answers.service.js';
import { SurveyCodes } from './survey-codes.js';
import { SurveyGuards } from './survey.guards.js';
import { SurveyResultsQueries } from './survey-results.queries.js';
import { SurveyRunners } from './survey-runners.js';
import { SurveysController } from './surveys.controller.js';
import { SurveysQueries } from './surveys.queries.js';
import { SurveysService } from './surveys.service.js';
/** What the people who are served say of it. */
let SurveysModule = class SurveysModule {
};
SurveysModule = __decorate([
    Module({
        imports: [ImplementationModule],
        controllers: [SurveysController, SlipsController, SurveyAnswersController, SurveyPageController],
        providers: [
            SurveyGuards,
            SurveyRunners,
            SurveysService,
            SurveysQueries,
            SurveyCodes,
            SlipsService,
            SurveyAnswersService,
            SurveyResultsQueries,
            LineOutlooks,
        ],
        exports: [SurveyRunners, LineOutlooks],
    })
], SurveysModule);
export { SurveysModule };
//# sourceMappingURL=surveys.module.js.map