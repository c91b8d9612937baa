import { Module } from '@nestjs/common';
import { ContractsModule } from '../../purchase/contracts/contracts.module.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { LineOutlooks } from './line-outlooks.js';
import { ResidentRatings } from './resident-ratings.js';
import { EndedCodes } from './answers/ended-codes.js';
import { SlipsController } from './answers/slips.controller.js';
import { SlipsService } from './answers/slips.service.js';
import { SurveyAnswersController, SurveyPageController } from './answers/survey-answers.controller.js';
import { SurveyAnswersService } from './answers/survey-answers.service.js';
import { SurveyCodes } from './answers/survey-codes.js';
import { SurveyResultsQueries } from './results/survey-results.queries.js';
import { SurveyRunners } from './survey-runners.js';
import { SurveyActionsController, SurveysController } from './surveys.controller.js';
import { SurveysQueries } from './surveys.queries.js';
import { SurveysService } from './surveys.service.js';

/** What the people who are served say of it. */
@Module({
  imports: [ContractsModule, DeliveryModule],
  controllers: [
    SurveysController,
    SurveyActionsController,
    SlipsController,
    SurveyAnswersController,
    SurveyPageController,
  ],
  providers: [
    SurveyRunners,
    SurveysService,
    SurveysQueries,
    SurveyCodes,
    SlipsService,
    EndedCodes,
    SurveyAnswersService,
    SurveyResultsQueries,
    LineOutlooks,
    ResidentRatings,
  ],
  exports: [SurveyRunners, SlipsService, LineOutlooks, ResidentRatings],
})
export class SurveysModule {}
