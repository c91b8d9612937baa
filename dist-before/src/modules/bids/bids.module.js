var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { DocumentsModule } from '../../platform/documents/documents.module.js';
import { SealingModule } from '../../platform/sealing/sealing.module.js';
import { TendersModule } from '../tenders/tenders.module.js';
import { BidFileHandles } from './bid-file.handles.js';
import { BidFilesController } from './bid-files.controller.js';
import { BidFilesService } from './bid-files.service.js';
import { BidReaders } from './bid-readers.js';
import { BidRestoring } from './bid.restoring.js';
import { BidGuards } from './bid.guards.js';
import { BidOwners } from './bid.owners.js';
import { BidsController } from './bids.controller.js';
import { BidsQueries } from './bids.queries.js';
import { BidsService } from './bids.service.js';
import { Envelopes } from './envelopes.js';
import { OpenedFiles } from './opened-files.js';
import { OpeningReading } from './opening.reading.js';
import { OpeningWork } from './opening.work.js';
import { OpeningsController } from './openings.controller.js';
import { OpeningsQueries } from './openings.queries.js';
import { OpeningsService } from './openings.service.js';
import { TenderKeys } from './tender-keys.js';
/** Sealed bids and their opening. */
let BidsModule = class BidsModule {
};
BidsModule = __decorate([
    Module({
        imports: [DocumentsModule, SealingModule, TendersModule],
        controllers: [BidsController, BidFilesController, OpeningsController],
        providers: [
            BidFileHandles,
            BidFilesService,
            BidGuards,
            BidOwners,
            BidReaders,
            BidRestoring,
            BidsQueries,
            BidsService,
            Envelopes,
            OpenedFiles,
            OpeningReading,
            OpeningWork,
            OpeningsQueries,
            OpeningsService,
            TenderKeys,
        ],
        exports: [BidReaders, BidRestoring, OpeningWork, Envelopes, OpeningReading, TenderKeys, SealingModule],
    })
], BidsModule);
export { BidsModule };
//# sourceMappingURL=bids.module.js.map