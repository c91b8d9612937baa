import { Module } from '@nestjs/common';
import { DocumentsModule } from '../../kernel/documents/documents.module.js';
import { ContractsModule } from '../../purchase/contracts/contracts.module.js';
import { SurveysModule } from '../surveys/surveys.module.js';
import { EvaluationGuards } from './evaluation-guards.js';
import { GradeGuards } from './grades/grade-guards.js';
import { EvaluationActionsController, EvaluationsController } from './evaluations.controller.js';
import { EvaluationsQueries } from './evaluations.queries.js';
import { EvaluationsService } from './evaluations.service.js';
import { CallMeeting } from './meetings/actions/call-meeting.js';
import {
  MeetingActionsController,
  MeetingsController,
  ResolutionActionsController,
} from './meetings/meetings.controller.js';
import { MeetingsQueries } from './meetings/meetings.queries.js';
import { RatingsController } from './ratings/ratings.controller.js';
import { RatingsService } from './ratings/ratings.service.js';
import { SchemeActionsController, SchemesController } from './schemes/schemes.controller.js';
import { SchemesQueries } from './schemes/schemes.queries.js';
import { SchemesService } from './schemes/schemes.service.js';
import './contributions/evaluators.queries.js';
import './contributions/earlier-grades.js';
import './contributions/announced-schemes.js';

/** How well a service was: schemes by which it is judged, evaluations, meetings about it, and what is said of buyer and agent. */
@Module({
  imports: [ContractsModule, DocumentsModule, SurveysModule],
  controllers: [
    SchemesController,
    SchemeActionsController,
    EvaluationsController,
    EvaluationActionsController,
    MeetingsController,
    MeetingActionsController,
    ResolutionActionsController,
    RatingsController,
  ],
  providers: [
    SchemesService,
    SchemesQueries,
    EvaluationGuards,
    GradeGuards,
    EvaluationsService,
    EvaluationsQueries,
    CallMeeting,
    MeetingsQueries,
    RatingsService,
  ],
})
export class EvaluationsModule {}
