import type { DynamicModule, Type } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import { ContractsModule } from './contracts/contracts.module.js';
import { TendersModule } from './tenders/tenders.module.js';

/** Every business module, upstream first. */
export const MODULES: (Type | DynamicModule)[] = [AccountsModule, TendersModule, ContractsModule];
