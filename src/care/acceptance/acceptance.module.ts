import { Module } from '@nestjs/common';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { DocumentsModule } from '../../kernel/documents/documents.module.js';
import { ContractsModule } from '../../purchase/contracts/contracts.module.js';
import { ContractEvidence } from '../delivery/contract-evidence.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { AcceptanceGuards } from './acceptance.guards.js';
import { AcceptanceActionsController, AcceptancesController } from './acceptances.controller.js';
import { AcceptancesQueries } from './acceptances.queries.js';
import { OpenAcceptance } from './actions/open-acceptance.js';

/** What was delivered is held against what was agreed, and the recipients are heard. */
@Module({
  imports: [ContractsModule, DocumentsModule, DeliveryModule],
  controllers: [AcceptancesController, AcceptanceActionsController],
  providers: [OpenAcceptance, AcceptancesQueries, AcceptanceGuards],
})
export class AcceptanceModule {
  constructor(references: DocumentReferences, queries: AcceptancesQueries, evidence: ContractEvidence) {
    evidence.contribute('acceptance', 'SELECT id, contract_id FROM acceptance');
    evidence.contribute(
      'acceptance_opinion',
      'SELECT o.id, a.contract_id FROM acceptance_opinion o JOIN acceptance a ON a.id = o.acceptance_id',
    );
    references.contribute('acceptance', (scope, ids) => queries.seen(scope, ids));
    references.contribute('acceptance_opinion', (scope, ids) => queries.seenOpinions(scope, ids));
  }
}
