var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { BidsModule } from '../bids/bids.module.js';
import { ChecksService } from './checks.service.js';
import { ConsultationController } from './consultation/consultation.controller.js';
import { ConsultationGuards } from './consultation/consultation.guards.js';
import { ConsultationQueries } from './consultation/consultation.queries.js';
import { ConsultationService } from './consultation/consultation.service.js';
import { FinalOfferRestoring } from './consultation/final-offer.restoring.js';
import { FinalOffersService } from './consultation/final-offers.service.js';
import { FinalOffersWork } from './consultation/final-offers.work.js';
import { SupplierQueries } from './consultation/supplier.queries.js';
import { SuppliersController } from './consultation/suppliers.controller.js';
import { SuppliersService } from './consultation/suppliers.service.js';
import { ExplanationsController } from './explanations.controller.js';
import { ExplanationsQueries } from './explanations.queries.js';
import { ExplanationsService } from './explanations.service.js';
import { PanelController } from './panel.controller.js';
import { PanelSecrecy } from './panel.secrecy.js';
import { PanelService } from './panel.service.js';
import { ReportAnswer } from './report.answer.js';
import { ReportService } from './report.service.js';
import { ReviewDesk } from './review.desk.js';
import { ReviewGuards } from './review.guards.js';
import { ReviewsQueries } from './reviews.queries.js';
import { ScoringController } from './scoring.controller.js';
import { ScoringService } from './scoring.service.js';
/** The panel of a lot, from its appointment to its report. */
let ReviewsModule = class ReviewsModule {
};
ReviewsModule = __decorate([
    Module({
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
], ReviewsModule);
export { ReviewsModule };
//# sourceMappingURL=reviews.module.js.map