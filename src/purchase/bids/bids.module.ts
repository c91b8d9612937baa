import { Module } from '@nestjs/common';
import { DocumentsModule } from '../../kernel/documents/documents.module.js';
import { SealingModule } from '../../kernel/sealing/sealing.module.js';
import { TendersModule } from '../tenders/tenders.module.js';
import { BidFileHandles } from './files/bid-file-handles.js';
import { BidFilesController } from './files/bid-files.controller.js';
import { BidFilesService } from './files/bid-files.service.js';
import { BidComparing } from './comparison/bid-comparing.js';
import { LotComparer } from './comparison/process/lot-comparer.js';
import { WordsKeeper } from './comparison/words-keeper.js';
import { ComparedTexts } from './comparison/compared-texts.js';
import { BidReaders } from './bid-readers.js';
import { BidRestoring } from './bid-restoring.js';
import { BidOwners } from './bid-owners.js';
import { BidActionsController, BidResourceController, BidsController } from './bids.controller.js';
import { BidsQueries } from './bids.queries.js';
import { BidsService } from './bids.service.js';
import { BidOrigins } from './origins/bid-origins.js';
import { NextSteps } from './own/next-steps.js';
import { OwnBidsQueries } from './own/own-bids.queries.js';
import { Envelopes } from './opening/envelopes.js';
import { InstantAdoption } from './opening/instants/instant-adoption.js';
import { OpeningCheck } from './opening/instants/opening-check.js';
import { StoppedOpenings } from './opening/instants/stopped-openings.js';
import { OpenedFiles } from './opening/opened-files.js';
import { EnvelopeChecks } from './opening/registers/envelope-checks.js';
import { EnvelopeRegisters } from './opening/registers/envelope-registers.js';
import { OpeningReading } from './opening/opening-reader.js';
import { OpeningWork } from './opening/opening-process.js';
import { OpeningActionsController, OpeningsController } from './opening/openings.controller.js';
import { OpeningsQueries } from './opening/openings.queries.js';
import { TenderKeys } from './opening/tender-keys.js';
import { ReceiptVerification } from './receipts/receipt-verification.js';
import './opening/instants/instant-signing.js';
import './recorded-bids.js';
import './lot-bids.queries.js';

/** Sealed bids and their opening. */
@Module({
  imports: [DocumentsModule, SealingModule, TendersModule],
  controllers: [
    BidResourceController,
    BidsController,
    BidActionsController,
    BidFilesController,
    OpeningsController,
    OpeningActionsController,
  ],
  providers: [
    BidComparing,
    BidFileHandles,
    BidFilesService,
    BidOrigins,
    BidOwners,
    BidReaders,
    BidRestoring,
    BidsQueries,
    BidsService,
    ComparedTexts,
    Envelopes,
    InstantAdoption,
    LotComparer,
    NextSteps,
    OpenedFiles,
    OpeningCheck,
    EnvelopeChecks,
    EnvelopeRegisters,
    OpeningReading,
    OpeningWork,
    OpeningsQueries,
    OwnBidsQueries,
    ReceiptVerification,
    StoppedOpenings,
    TenderKeys,
    WordsKeeper,
  ],
  exports: [
    BidComparing,
    BidReaders,
    BidRestoring,
    OpeningCheck,
    OpeningWork,
    Envelopes,
    EnvelopeChecks,
    NextSteps,
    OpeningReading,
    StoppedOpenings,
    TenderKeys,
    SealingModule,
  ],
})
export class BidsModule {}
