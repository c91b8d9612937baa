var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Module } from '@nestjs/common';
import { DocumentReferences } from '../../platform/documents/document-references.js';
import { DocumentsModule } from '../../platform/documents/documents.module.js';
import { ContractsModule } from '../contracts/contracts.module.js';
import { AcceptanceGuards } from './acceptance.guards.js';
import { AcceptancesController } from './acceptances.controller.js';
import { AcceptancesQueries } from './acceptances.queries.js';
import { AcceptancesService } from './acceptances.service.js';
import { AcceptanceConclusions } from './conclusions.service.js';
import { AcceptanceOpinions } from './opinions.js';
/** What was delivered is held against what was agreed, and the recipients are heard. */
let AcceptanceModule = class AcceptanceModule {
    constructor(references, queries) {
        references.contribute('acceptance', (scope, ids) => queries.seen(scope, ids));
        references.contribute('acceptance_opinion', (scope, ids) => queries.seenOpinions(scope, ids));
    }
};
AcceptanceModule = __decorate([
    Module({
        imports: [ContractsModule, DocumentsModule],
        controllers: [AcceptancesController],
        providers: [AcceptancesService, AcceptancesQueries, AcceptanceGuards, AcceptanceOpinions, AcceptanceConclusions],
    }),
    __metadata("design:paramtypes", [DocumentReferences, AcceptancesQueries])
], AcceptanceModule);
export { AcceptanceModule };
//# sourceMappingURL=acceptance.module.js.map