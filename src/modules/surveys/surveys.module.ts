import { Module } from '@nestjs/common';
import { ContractsModule } from '../contracts/contracts.module.js';
import { ImplementationModule } from '../implementation/implementation.module.js';
import { LineOutlooks } from './line-outlooks.js';
import { ResidentRatings } from './resident-ratings.js';
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
@Module({
  imports: [ContractsModule, ImplementationModule],
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
    ResidentRatings,
  ],
  exports: [SurveyRunners, LineOutlooks, ResidentRatings],
})
export class SurveysModule {}
