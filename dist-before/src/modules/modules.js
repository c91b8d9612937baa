import { DocumentsModule } from '../platform/documents/documents.module.js';
import { HistoryModule } from '../platform/history/history.module.js';
import { AcceptanceModule } from './acceptance/acceptance.module.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { BidsModule } from './bids/bids.module.js';
import { AwardsModule } from './awards/awards.module.js';
import { CommunitiesModule } from './communities/communities.module.js';
import { ContinuityModule } from './continuity/continuity.module.js';
import { ContractsModule } from './contracts/contracts.module.js';
import { DemonstrationModule } from './demonstration/demonstration.module.js';
import { EvaluationsModule } from './evaluations/evaluations.module.js';
import { ImplementationModule } from './implementation/implementation.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { OrganisationsModule } from './organisations/organisations.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { PicturesModule } from './pictures/pictures.module.js';
import { PlanningModule } from './planning/planning.module.js';
import { ProgrammesModule } from './programmes/programmes.module.js';
import { ReviewsModule } from './reviews/reviews.module.js';
import { RiskModule } from './risk/risk.module.js';
import { RulesModule } from './rules/rules.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { SurveysModule } from './surveys/surveys.module.js';
import { TendersModule } from './tenders/tenders.module.js';
/** Every business module, upstream first. */
export const MODULES = [
    AccountsModule,
    DocumentsModule,
    HistoryModule,
    OrganisationsModule,
    CommunitiesModule,
    RulesModule,
    ProgrammesModule,
    TendersModule,
    BidsModule,
    ReviewsModule,
    AwardsModule,
    ContractsModule,
    ImplementationModule,
    SurveysModule,
    AcceptanceModule,
    EvaluationsModule,
    PaymentsModule,
    ContinuityModule,
    PlanningModule,
    StatisticsModule,
    RiskModule,
    PicturesModule,
    ImportsModule,
    DemonstrationModule,
];
//# sourceMappingURL=modules.js.map