import { Module } from '@nestjs/common';
import { SealingModule } from '../../platform/sealing/sealing.module.js';
import { TendersModule } from '../tenders/tenders.module.js';
import { BidGuards } from './bid.guards.js';
import { BidOwners } from './bid.owners.js';
import { BidsController } from './bids.controller.js';
import { BidsQueries } from './bids.queries.js';
import { BidsService } from './bids.service.js';
import { Envelopes } from './envelopes.js';
import { OpeningReading } from './opening.reading.js';
import { OpeningWork } from './opening.work.js';
import { OpeningsController } from './openings.controller.js';
import { OpeningsQueries } from './openings.queries.js';
import { OpeningsService } from './openings.service.js';
import { TenderKeys } from './tender-keys.js';

/** Sealed bids and their opening. */
@Module({
  imports: [SealingModule, TendersModule],
  controllers: [BidsController, OpeningsController],
  providers: [
    BidGuards,
    BidOwners,
    BidsQueries,
    BidsService,
    Envelopes,
    OpeningReading,
    OpeningWork,
    OpeningsQueries,
    OpeningsService,
    TenderKeys,
  ],
  exports: [OpeningWork, Envelopes, OpeningReading, TenderKeys, SealingModule],
})
export class BidsModule {}
