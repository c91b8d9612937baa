import { Module } from '@nestjs/common';
import { BidsModule } from '../bids/bids.module.js';
import { ChecksService } from './checks.service.js';
import { ConsultationController } from './consultation/consultation.controller.js';
import { ConsultationGuards } from './consultation/consultation.guards.js';
import { ConsultationQueries } from './consultation/consultation.queries.js';
import { ConsultationService } from './consultation/consultation.service.js';
import { FinalOfferRestoring } from './consultation/final-offers/final-offer.restoring.js';
import { FinalOffersService } from './consultation/final-offers/final-offers.service.js';
import { FinalOffersWork } from './consultation/final-offers/final-offers.work.js';
import { SupplierQueries } from './consultation/supplier.queries.js';
import { SuppliersController } from './consultation/suppliers.controller.js';
import { SuppliersService } from './consultation/suppliers.service.js';
import { ExplanationsController } from './scoring/explanations/explanations.controller.js';
import { ExplanationsQueries } from './scoring/explanations/explanations.queries.js';
import { ExplanationsService } from './scoring/explanations/explanations.service.js';
import { PanelController } from './panel/panel.controller.js';
import { PanelSecrecy } from './panel/panel.secrecy.js';
import { PanelService } from './panel/panel.service.js';
import { ReportAnswer } from './report/report.answer.js';
import { ReportService } from './report/report.service.js';
import { ReviewDesk } from './review.desk.js';
import { ReviewGuards } from './review.guards.js';
import { ReviewsQueries } from './reviews.queries.js';
import { ScoringController } from './scoring/scoring.controller.js';
import { ScoringService } from './scoring/scoring.service.js';

/** The panel of a lot, from its appointment to its report. */
@Module({
  imports: [BidsModule],
  controllers: [
    PanelController,
    ScoringController,
    ExplanationsController,
    ConsultationController,
    SuppliersController,
  ],
  providers: [
    ReviewDesk,
    ReviewGuards,
    PanelService,
    PanelSecrecy,
    ChecksService,
    ScoringService,
    ExplanationsService,
    ReportService,
    ReportAnswer,
    ReviewsQueries,
    ExplanationsQueries,
    ConsultationGuards,
    ConsultationService,
    ConsultationQueries,
    SuppliersService,
    SupplierQueries,
    FinalOfferRestoring,
    FinalOffersService,
    FinalOffersWork,
  ],
})
export class ReviewsModule {}
