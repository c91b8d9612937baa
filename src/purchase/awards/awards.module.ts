import { Module } from '@nestjs/common';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { DocumentsModule } from '../../kernel/documents/documents.module.js';
import { OrganisationsModule } from '../../people/organisations/organisations.module.js';
import { TendersModule } from '../tenders/tenders.module.js';
import { BiddersInterest } from './bidders.js';
import { BondRefundsService } from './bond-refunds.service.js';
import { ChallengesService } from './remedies/challenges.service.js';
import { ComplaintsService } from './remedies/complaints.service.js';
import {
  ChallengeActionsController,
  ChallengesController,
  ComplaintActionsController,
  ComplaintsController,
} from './remedies/remedies.controller.js';
import { LotActionsController } from './lots/lots.controller.js';
import { SuspensionClock } from './suspension-clock.js';
import { TenderEndingGuards } from './tender-ending-guards.js';
import { OfficialResult } from './results/official-result.js';
import { TAKEN_PAPERS } from './remedies/paper/later-papers.js';
import { RemediesQueries } from './remedies/remedies.queries.js';
import { RemedySteps } from './remedies/remedy-steps.js';
import { ResultClock } from './results/result-clock.js';
import {
  AwardActionsController,
  AwardsController,
  ResultActionsController,
  ResultsController,
} from './results/results.controller.js';
import { ResultsQueries } from './results/results.queries.js';
import './recorded-awards.js';
import './bonds.queries.js';
import './lot-award.queries.js';
import './lots/lot-clock.queries.js';
import './lots/lot-disputes.queries.js';
import './lots/signing-rests.queries.js';
import './remedies/competence/moved-complaints.js';
import './results/published-panels.js';

/** What is asked for against a purchase: challenges to its buyer and complaints to the finance authority. */
@Module({
  imports: [DocumentsModule, OrganisationsModule, TendersModule],
  controllers: [
    ChallengesController,
    ChallengeActionsController,
    ComplaintsController,
    ComplaintActionsController,
    LotActionsController,
    ResultsController,
    ResultActionsController,
    AwardsController,
    AwardActionsController,
  ],
  providers: [
    BiddersInterest,
    BondRefundsService,
    ChallengesService,
    ComplaintsService,
    TenderEndingGuards,
    OfficialResult,
    RemediesQueries,
    RemedySteps,
    ResultClock,
    ResultsQueries,
    SuspensionClock,
  ],
  exports: [RemedySteps, ResultClock],
})
export class AwardsModule {
  constructor(references: DocumentReferences, results: ResultsQueries, remedies: RemediesQueries) {
    references.contribute('award', (scope, ids) => results.filterVisibleHearings(scope, ids));
    for (const table of ['challenge', 'complaint'] as const)
      references.contribute(table, (scope, ids) => remedies.filterVisible(scope, table, ids));
    references.contribute(TAKEN_PAPERS, (scope, ids) => remedies.filterOwnRegions(scope, ids));
  }
}
