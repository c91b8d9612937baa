import type { DynamicModule, Type } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import { CommunitiesModule } from './communities/communities.module.js';
import { ContractsModule } from './contracts/contracts.module.js';
import { DemonstrationModule } from './demonstration/demonstration.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { OrganisationsModule } from './organisations/organisations.module.js';
import { PlanningModule } from './planning/planning.module.js';
import { RulesModule } from './rules/rules.module.js';
import { TendersModule } from './tenders/tenders.module.js';

/** Every business module, upstream first. */
export const MODULES: (Type | DynamicModule)[] = [
  AccountsModule,
  OrganisationsModule,
  CommunitiesModule,
  RulesModule,
  TendersModule,
  ContractsModule,
  PlanningModule,
  ImportsModule,
  DemonstrationModule,
];
