import { Module } from '@nestjs/common';
import { ChangeStates } from '../../kernel/outbox/states/change-states.js';
import { DocumentsModule } from '../../kernel/documents/documents.module.js';
import { CopiesService } from './drafts/copies.service.js';
import { DraftNeedsQueries } from './conducted/needs/draft-needs.queries.js';
import { DraftSteps } from './drafts/draft-steps.js';
import { DraftsController, TenderActionsController } from './drafts/drafts.controller.js';
import { DraftsService } from './drafts/drafts.service.js';
import { TenderDesk } from './conducted/tender-desk.js';
import {
  ClarificationResourceController,
  DocumentRequestResourceController,
} from './corrections/enquiries.controller.js';
import { EnquiriesQueries } from './corrections/enquiries.queries.js';
import { EnquiriesService } from './corrections/enquiries.service.js';
import { NoticeTextsQueries } from './notices/notice-texts.queries.js';
import { ContractedTerms } from './conducted/terms/contracted-terms.js';
import { NoticeSteps } from './notices/notice-steps.js';
import { NoticesHereController } from './notices/notices-here.controller.js';
import { NoticesHereService } from './notices/notices-here.service.js';
import { NoticesController } from './notices/notices.controller.js';
import { NoticesQueries } from './notices/notices.queries.js';
import { RecordingService } from './recording/recording.service.js';
import { RecordingSteps } from './recording/recording-steps.js';
import { TenderChangesService } from './tender-changes.service.js';
import { MethodChangesService } from './oversight/ways/method-changes.service.js';
import { MethodChangeActionsController, WaysController } from './oversight/ways/ways.controller.js';
import { WaysQueries } from './oversight/ways/ways.queries.js';
import { TendersController } from './reads/tenders.controller.js';
import { SharedGuards } from './shared-guards.js';
import { TendersQueries } from './reads/tenders.queries.js';

/** One procurement with its lots: recorded facts and what follows from them. */
@Module({
  imports: [DocumentsModule],
  controllers: [
    TendersController,
    DraftsController,
    TenderActionsController,
    WaysController,
    MethodChangeActionsController,
    ClarificationResourceController,
    DocumentRequestResourceController,
    NoticesHereController,
    NoticesController,
  ],
  providers: [
    DraftNeedsQueries,
    DraftSteps,
    DraftsService,
    CopiesService,
    MethodChangesService,
    WaysQueries,
    TenderDesk,
    EnquiriesQueries,
    EnquiriesService,
    ContractedTerms,
    NoticeSteps,
    NoticeTextsQueries,
    NoticesHereService,
    SharedGuards,
    RecordingService,
    RecordingSteps,
    TenderChangesService,
    TendersQueries,
    NoticesQueries,
  ],
  exports: [
    ContractedTerms,
    DraftSteps,
    NoticeSteps,
    RecordingService,
    RecordingSteps,
    TenderChangesService,
    TendersQueries,
  ],
})
export class TendersModule {
  constructor(states: ChangeStates, tenders: TendersQueries) {
    states.contribute('tender', { permission: null, read: (scope, ids, lang) => tenders.many(scope, ids, lang) });
  }
}
