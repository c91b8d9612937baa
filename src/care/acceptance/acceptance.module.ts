import { Module } from '@nestjs/common';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { DocumentsModule } from '../../kernel/documents/documents.module.js';
import { contractSubject } from '../../purchase/contracts/conducted/contract.subject.js';
import { ContractsModule } from '../../purchase/contracts/contracts.module.js';
import { ContractEvidence } from '../delivery/contract-evidence.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { AcceptanceActionsController, AcceptancesController } from './acceptances.controller.js';
import { AcceptancesQueries } from './acceptances.queries.js';
import { OpenAcceptance } from './actions/open-acceptance.js';
import { contractGuards } from './contract-guards.js';

/** What was delivered is held against what was agreed, and the recipients are heard. */
@Module({
  imports: [ContractsModule, DocumentsModule, DeliveryModule],
  controllers: [AcceptancesController, AcceptanceActionsController],
  providers: [OpenAcceptance, AcceptancesQueries],
})
export class AcceptanceModule {
  constructor(
    engine: ActionEngine,
    references: DocumentReferences,
    queries: AcceptancesQueries,
    evidence: ContractEvidence,
  ) {
    engine.contribute(contractSubject, contractGuards);
    evidence.contribute('acceptance', 'SELECT id, contract_id FROM acceptance');
    evidence.contribute(
      'acceptance_opinion',
      'SELECT o.id, a.contract_id FROM acceptance_opinion o JOIN acceptance a ON a.id = o.acceptance_id',
    );
    references.contribute('acceptance', (scope, ids) => queries.filterVisible(scope, ids));
    references.contribute('acceptance_opinion', (scope, ids) => queries.seenOpinions(scope, ids));
  }
}
