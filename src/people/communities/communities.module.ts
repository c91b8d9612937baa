import { Module } from '@nestjs/common';
import { ChangeStates } from '../../kernel/outbox/states/change-states.js';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { DocumentsModule } from '../../kernel/documents/documents.module.js';
import { CommunitiesController } from './communities.controller.js';
import { CommunitiesQueries } from './communities.queries.js';
import { CommunitiesService } from './communities.service.js';
import { LineEndingsService } from './service-lines/line-endings.service.js';
import { NeedActionsController, NeedsController } from './needs/needs.controller.js';
import { NeedsQueries } from './needs/needs.queries.js';
import { NeedsService } from './needs/needs.service.js';
import { ServiceLineActionsController, ServiceLinesController } from './service-lines/service-lines.controller.js';
import { ServiceLinesQueries } from './service-lines/service-lines.queries.js';
import { ServiceLinesService } from './service-lines/service-lines.service.js';
import './communities-merge-part.js';

/** Communities, the services their residents receive, and what they need. */
@Module({
  imports: [DocumentsModule],
  controllers: [
    CommunitiesController,
    ServiceLinesController,
    ServiceLineActionsController,
    NeedsController,
    NeedActionsController,
  ],
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
})
export class CommunitiesModule {
  constructor(
    references: DocumentReferences,
    states: ChangeStates,
    needs: NeedsQueries,
    lines: ServiceLinesQueries,
    endings: LineEndingsService,
  ) {
    states.contribute('need', { permission: 'need.read', read: (scope, ids) => needs.many(scope, ids) });
    states.contribute('service_line', { permission: null, read: (scope, ids) => lines.many(scope, ids) });
    references.contribute('need', (scope, ids) => needs.filterVisible(scope, ids));
    references.contribute('service_line_opinion', (scope, ids) => endings.filterVisible(scope, ids));
  }
}
