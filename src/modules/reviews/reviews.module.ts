import { Module } from '@nestjs/common';
import { ChecksService } from './checks.service.js';
import { ExplanationsController } from './explanations.controller.js';
import { ExplanationsQueries } from './explanations.queries.js';
import { ExplanationsService } from './explanations.service.js';
import { PanelController } from './panel.controller.js';
import { PanelService } from './panel.service.js';
import { ReportAnswer } from './report.answer.js';
import { ReportService } from './report.service.js';
import { ReviewDesk } from './review.desk.js';
import { ReviewGuards } from './review.guards.js';
import { ReviewsQueries } from './reviews.queries.js';
import { ScoringController } from './scoring.controller.js';
import { ScoringService } from './scoring.service.js';

/** The panel of a lot, from its appointment to its report. */
@Module({
  controllers: [PanelController, ScoringController, ExplanationsController],
  providers: [
    ReviewDesk,
    ReviewGuards,
    PanelService,
    ChecksService,
    ScoringService,
    ExplanationsService,
    ReportService,
    ReportAnswer,
    ReviewsQueries,
    ExplanationsQueries,
  ],
})
export class ReviewsModule {}
