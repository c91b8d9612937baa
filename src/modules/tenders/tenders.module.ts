import { Module } from '@nestjs/common';
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
  controllers: [TendersController, NoticesController],
  providers: [SharedGuards, RecordingService, RecordingSteps, TenderChangesService, TendersQueries, NoticesQueries],
  exports: [RecordingService, RecordingSteps, TenderChangesService],
})
export class TendersModule {}
