import { Module } from '@nestjs/common';
import { DocumentsModule } from '../../platform/documents/documents.module.js';
import { CopiesService } from './conducted/copies.service.js';
import { CorrectionGuards } from './conducted/correction.guards.js';
import { DraftSteps } from './conducted/draft.steps.js';
import { DraftsController } from './conducted/drafts.controller.js';
import { DraftsService } from './conducted/drafts.service.js';
import { TenderActionsService } from './conducted/tender-actions.service.js';
import { TenderGuards } from './conducted/tender.guards.js';
import { EnquiriesController } from './conducted/enquiries.controller.js';
import { EnquiriesQueries } from './conducted/enquiries.queries.js';
import { EnquiriesService } from './conducted/enquiries.service.js';
import { InterestGuard } from './conducted/interest.js';
import { WitnessGuard } from './conducted/witness.js';
import { NoticeTextsQueries } from './conducted/notice-texts.queries.js';
import { ContractedTerms } from './conducted/contracted-terms.js';
import { NoticeSteps } from './conducted/notice.steps.js';
import { NoticesHereController } from './conducted/notices-here.controller.js';
import { NoticesHereService } from './conducted/notices-here.service.js';
import { NoticesController } from './notices.controller.js';
import { NoticesQueries } from './notices.queries.js';
import { RecordingService } from './recording.service.js';
import { RecordingSteps } from './recording.steps.js';
import { TenderChangesService } from './tender-changes.service.js';
import { TendersController } from './tenders.controller.js';
import { SharedGuards } from './shared.guards.js';
import { TendersQueries } from './tenders.queries.js';

/** One procurement with its lots: recorded facts and what follows from them. */
@Module({
  imports: [DocumentsModule],
  controllers: [TendersController, DraftsController, EnquiriesController, NoticesHereController, NoticesController],
  providers: [
    DraftSteps,
    DraftsService,
    CopiesService,
    TenderActionsService,
    TenderGuards,
    CorrectionGuards,
    EnquiriesQueries,
    EnquiriesService,
    ContractedTerms,
    NoticeSteps,
    NoticeTextsQueries,
    NoticesHereService,
    SharedGuards,
    WitnessGuard,
    InterestGuard,
    RecordingService,
    RecordingSteps,
    TenderChangesService,
    TendersQueries,
    NoticesQueries,
  ],
  exports: [
    ContractedTerms,
    DraftSteps,
    InterestGuard,
    NoticeSteps,
    RecordingService,
    RecordingSteps,
    TenderChangesService,
    TendersQueries,
  ],
})
export class TendersModule {}
