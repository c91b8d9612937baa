import { Module } from '@nestjs/common';
import { ImplementationModule } from '../implementation/implementation.module.js';
import { SurveyGuards } from './survey.guards.js';
import { SurveyRunners } from './survey-runners.js';
import { SurveysController } from './surveys.controller.js';
import { SurveysQueries } from './surveys.queries.js';
import { SurveysService } from './surveys.service.js';

/** What the people who are served say of it. */
@Module({
  imports: [ImplementationModule],
  controllers: [SurveysController],
  providers: [SurveyGuards, SurveyRunners, SurveysService, SurveysQueries],
  exports: [SurveyRunners],
})
export class SurveysModule {}
