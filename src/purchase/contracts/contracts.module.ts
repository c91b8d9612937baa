import { Module } from '@nestjs/common';
import { ChangeStates } from '../../kernel/outbox/states/change-states.js';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { DocumentsModule } from '../../kernel/documents/documents.module.js';
import { AwardsModule } from '../awards/awards.module.js';
import { BidsModule } from '../bids/bids.module.js';
import { TendersModule } from '../tenders/tenders.module.js';
import { AwardGuards } from './contributions/award-guards.js';
import './contributions/deals.queries.js';
import './contributions/lot-contracts.queries.js';
import './contributions/running-contracts.queries.js';
import './contributions/purchase-keeping.js';
import './contributions/signed-amount.queries.js';
import './contributions/tender-contracts.js';
import { ContractAcceptance } from './conducted/contract-acceptance.js';
import { ContractDraftsService } from './content/contract-drafts.service.js';
import { ContractHalting } from './halting/contract-halting.js';
import { HaltKeeper } from './halting/halt-keeper.js';
import {
  ContractActionsController,
  ContractHereController,
  RecordedContractActionsController,
} from './conducted/contract-here.controller.js';
import { ContractHereQueries, STATEMENT_TABLES } from './conducted/contract-here.queries.js';
import { ContractClocks } from './conducted/contract-clocks.js';
import { ContractSteps } from './conducted/contract-steps.js';
import { InstalmentAmounts } from './papers/instalment-amounts.js';
import { OfficialContract } from './conducted/official-contract.js';
import { PublishedTerms } from './content/published-terms.js';
import { SignatureSteps } from './conducted/signature-steps.js';
import { RenewalPlans } from './amendments/renewal-plans.js';
import { RenewalsService } from './amendments/renewals.service.js';
import { ContractPutsService } from './contract-puts.service.js';
import { ContractsController } from './contracts.controller.js';
import { ContractsFollow } from './contract-follow-up.js';
import { ContractNeedsQueries } from './needs/contract-needs.queries.js';
import { ContractsQueries } from './contracts.queries.js';
import { ContractsService } from './contracts.service.js';
import { MergeFollower } from './merged-bodies/merge-follower.js';
import './merged-bodies/purchase-merge-part.js';

/** Contracts: drafted and signed here or recorded, and what became of them. */
@Module({
  imports: [BidsModule, DocumentsModule, TendersModule, AwardsModule],
  controllers: [
    ContractsController,
    ContractHereController,
    RecordedContractActionsController,
    ContractActionsController,
  ],
  providers: [
    ContractsService,
    ContractPutsService,
    ContractsFollow,
    MergeFollower,
    ContractsQueries,
    ContractNeedsQueries,
    ContractDraftsService,
    ContractHereQueries,
    ContractHalting,
    HaltKeeper,
    ContractSteps,
    InstalmentAmounts,
    ContractAcceptance,
    OfficialContract,
    PublishedTerms,
    ContractClocks,
    RenewalPlans,
    RenewalsService,
    AwardGuards,
    SignatureSteps,
  ],
  exports: [
    TendersModule,
    ContractsService,
    ContractPutsService,
    ContractDraftsService,
    ContractSteps,
    InstalmentAmounts,
    ContractClocks,
    ContractAcceptance,
    RenewalPlans,
  ],
})
export class ContractsModule {
  constructor(
    references: DocumentReferences,
    here: ContractHereQueries,
    states: ChangeStates,
    contracts: ContractsQueries,
  ) {
    states.contribute('contract', { permission: null, read: (scope, ids, lang) => contracts.many(scope, ids, lang) });
    for (const table of STATEMENT_TABLES)
      references.contribute(table, (scope, ids) => here.filterStatements(scope, table, ids));
  }
}
