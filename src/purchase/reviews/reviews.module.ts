import { Module } from '@nestjs/common';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { DocumentsModule } from '../../kernel/documents/documents.module.js';
import { BidsModule } from '../bids/bids.module.js';
import { ConsultationActionsController, ConsultationController } from './consultation/consultation.controller.js';
import { ConsultationQueries } from './consultation/consultation.queries.js';
import { FinalOfferRestoring } from './consultation/final-offers/final-offer-restoring.js';
import { MadeFinalOffers } from './consultation/final-offers/made-final-offers.js';
import { FinalOffersService } from './consultation/final-offers/final-offers.service.js';
import { FinalOffersWork } from './consultation/final-offers/final-offers-opening.js';
import { SupplierSteps } from './consultation/supplier-steps.js';
import { SupplierQueries } from './consultation/supplier.queries.js';
import {
  FinalOfferActionsController,
  SupplierActionsController,
  SuppliersController,
} from './consultation/suppliers.controller.js';
import { SuppliersService } from './consultation/suppliers.service.js';
import { DrawSeeds } from './experts/draw-seeds.js';
import { ExpertDrawViews } from './experts/expert-draw-views.queries.js';
import {
  ExpertDrawActionsController,
  ExpertDrawsController,
  InvitationActionsController,
  InvitationsController,
} from './experts/expert-draws.controller.js';
import { ExpertDrawsService } from './experts/expert-draws.service.js';
import { ExpertsController } from './experts/pool/experts.controller.js';
import { ExpertsQueries } from './experts/pool/experts.queries.js';
import { ExpertsService } from './experts/pool/experts.service.js';
import {
  ExplanationActionsController,
  ExplanationsController,
  QuestionActionsController,
} from './scoring/explanations/explanations.controller.js';
import { ExplanationSteps } from './scoring/explanations/explanation-steps.js';
import { ExplanationsQueries } from './scoring/explanations/explanations.queries.js';
import {
  LotReviewActionsController,
  MemberActionsController,
  PanelActionsController,
  PanelController,
} from './panel/panel.controller.js';
import { BidBonds } from './bonds/bid-bonds.js';
import { PanelSecrecy } from './panel/panel-secrecy.js';
import { ReportAnswer } from './report/report-answer.js';
import { ReviewsQueries } from './reviews.queries.js';
import { ScoringController, SheetActionsController } from './scoring/scoring.controller.js';
import { ScoringService } from './scoring/scoring.service.js';
import './consultation/confirmed-talks.js';

/** The panel of a lot, from its appointment to its report. */
@Module({
  imports: [BidsModule, DocumentsModule],
  controllers: [
    ExpertsController,
    ExpertDrawsController,
    ExpertDrawActionsController,
    InvitationsController,
    InvitationActionsController,
    PanelController,
    PanelActionsController,
    MemberActionsController,
    LotReviewActionsController,
    ScoringController,
    SheetActionsController,
    ExplanationsController,
    QuestionActionsController,
    ExplanationActionsController,
    ConsultationController,
    ConsultationActionsController,
    SuppliersController,
    SupplierActionsController,
    FinalOfferActionsController,
  ],
  providers: [
    BidBonds,
    ExpertsService,
    ExpertsQueries,
    DrawSeeds,
    ExpertDrawsService,
    ExpertDrawViews,
    PanelSecrecy,
    ScoringService,
    ReportAnswer,
    ReviewsQueries,
    ExplanationSteps,
    ExplanationsQueries,
    ConsultationQueries,
    SuppliersService,
    SupplierQueries,
    SupplierSteps,
    FinalOfferRestoring,
    FinalOffersService,
    FinalOffersWork,
    MadeFinalOffers,
  ],
  exports: [MadeFinalOffers],
})
export class ReviewsModule {
  constructor(references: DocumentReferences, draws: ExpertDrawViews) {
    references.contribute('expert_draw', (scope, ids) => draws.filterVisible(scope, ids));
  }
}
