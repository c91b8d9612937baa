import type { DynamicModule, Type } from '@nestjs/common';
import { DocumentsModule } from '../kernel/documents/documents.module.js';
import { HistoryModule } from '../kernel/history/history.module.js';
import { AcceptanceModule } from '../care/acceptance/acceptance.module.js';
import { AccountsModule } from '../people/accounts/accounts.module.js';
import { BidsModule } from '../purchase/bids/bids.module.js';
import { AwardsModule } from '../purchase/awards/awards.module.js';
import { CommunitiesModule } from '../people/communities/communities.module.js';
import { ContinuityModule } from '../care/continuity/continuity.module.js';
import { ContractsModule } from '../purchase/contracts/contracts.module.js';
import { DemonstrationModule } from '../demonstration/demonstration.module.js';
import { EvaluationsModule } from '../care/evaluations/evaluations.module.js';
import { DeliveryModule } from '../care/delivery/delivery.module.js';
import { ImportsModule } from '../imports/imports.module.js';
import { OpenDataModule } from '../opendata/opendata.module.js';
import { OrganisationsModule } from '../people/organisations/organisations.module.js';
import { PaymentsModule } from '../care/payments/payments.module.js';
import { FlagReportsModule } from '../desk/flag-reports/flag-reports.module.js';
import { PicturesModule } from '../desk/pictures/pictures.module.js';
import { PersonalDataModule } from '../people/personal-data/personal-data.module.js';
import { PlanningModule } from '../law/planner/planning.module.js';
import { ProgrammesModule } from '../purchase/programmes/programmes.module.js';
import { ReviewsModule } from '../purchase/reviews/reviews.module.js';
import { WatchModule } from '../watch/watch.module.js';
import { RulesModule } from '../law/rules/rules.module.js';
import { StatisticsModule } from '../desk/statistics/statistics.module.js';
import { SurveysModule } from '../care/surveys/surveys.module.js';
import { DueDatesModule } from '../desk/due-dates/due-dates.module.js';
import { NotificationsModule } from '../desk/notifications/notifications.module.js';
import { TasksModule } from '../desk/tasks/tasks.module.js';
import { TendersModule } from '../purchase/tenders/tenders.module.js';

/** Every business module, upstream first. */
export const MODULES: (Type | DynamicModule)[] = [
  OrganisationsModule,
  AccountsModule,
  DocumentsModule,
  HistoryModule,
  PersonalDataModule,
  CommunitiesModule,
  RulesModule,
  ProgrammesModule,
  TendersModule,
  BidsModule,
  ReviewsModule,
  AwardsModule,
  ContractsModule,
  DeliveryModule,
  SurveysModule,
  AcceptanceModule,
  EvaluationsModule,
  PaymentsModule,
  ContinuityModule,
  PlanningModule,
  StatisticsModule,
  WatchModule,
  TasksModule,
  DueDatesModule,
  NotificationsModule,
  PicturesModule,
  FlagReportsModule,
  OpenDataModule,
  ImportsModule,
  DemonstrationModule,
];
