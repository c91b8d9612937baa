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
import { CommunitiesController } from './communities.controller.js';
import { CommunitiesQueries } from './communities.queries.js';
import { CommunitiesService } from './communities.service.js';
import { LineEndingsService } from './line-endings.service.js';
import { NeedsController } from './needs.controller.js';
import { NeedsQueries } from './needs.queries.js';
import { NeedsService } from './needs.service.js';
import { ServiceLinesController } from './service-lines.controller.js';
import { ServiceLinesQueries } from './service-lines.queries.js';
import { ServiceLinesService } from './service-lines.service.js';
/** Communities, the services their residents receive, and what they need. */
let CommunitiesModule = class CommunitiesModule {
    constructor(references, needs, endings) {
        references.contribute('need', (scope, ids) => needs.seen(scope, ids));
        references.contribute('service_line_opinion', (scope, ids) => endings.seen(scope, ids));
    }
};
CommunitiesModule = __decorate([
    Module({
        imports: [DocumentsModule],
        controllers: [CommunitiesController, ServiceLinesController, NeedsController],
        providers: [
            CommunitiesService,
            CommunitiesQueries,
            ServiceLinesService,
            ServiceLinesQueries,
            LineEndingsService,
            NeedsService,
            NeedsQueries,
        ],
        exports: [
            CommunitiesService,
            CommunitiesQueries,
            ServiceLinesService,
            ServiceLinesQueries,
            NeedsService,
            NeedsQueries,
        ],
    }),
    __metadata("design:paramtypes", [DocumentReferences, NeedsQueries, LineEndingsService])
], CommunitiesModule);
export { CommunitiesModule };
//# sourceMappingURL=communities.module.js.map