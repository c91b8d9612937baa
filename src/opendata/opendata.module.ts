import { Module, type OnModuleInit } from '@nestjs/common';
import { Settings } from '../kernel/config/settings.js';
import { Transactions } from '../kernel/database/transactions.js';
import { checkOcidPrefix, UNREGISTERED_PREFIX } from '../purchase/tenders/ocids/ocid-prefix.js';
import { OcdsController } from './ocds.controller.js';
import { OcdsExport } from './ocds-export.js';
import { OcdsQueries } from './ocds.queries.js';

/** Reads everything, nobody imports it. */
@Module({ controllers: [OcdsController], providers: [OcdsQueries, OcdsExport] })
export class OpenDataModule implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly settings: Settings,
  ) {}

  /** Outside production purchases are published under the prefix that they have. */
  async onModuleInit(): Promise<void> {
    const stored = await checkOcidPrefix(this.transactions.primary, this.settings);
    if (!this.settings.production && stored !== UNREGISTERED_PREFIX) this.settings.ocdsPrefix = stored;
  }
}
