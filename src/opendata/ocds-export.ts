import { Injectable } from '@nestjs/common';
import { Settings } from '../kernel/config/settings.js';
import { Transactions } from '../kernel/database/transactions.js';
import { Losses } from './losses.js';
import { loadReleases } from './ocds.queries.js';
import { findPublisher } from './publisher.js';
import { loadNextPurchases } from './published-purchases.queries.js';

const BATCH = 200;

/** Every release of a dataset, one batch in memory at a time. */
@Injectable()
export class OcdsExport {
  constructor(
    private readonly transactions: Transactions,
    private readonly settings: Settings,
  ) {}

  /** Lines of JSON, a release each; `losses` counts what is left out. */
  async *writeLines(dataset: string, losses: Losses): AsyncGenerator<string> {
    const { prefix } = findPublisher(this.settings);
    const reader = this.transactions.reader;
    let after: { at: string; id: string } | null = null;
    for (;;) {
      const batch = await loadNextPurchases(reader, dataset, after, BATCH);
      const releases = await loadReleases(
        reader,
        batch.map(({ id }) => id),
        prefix,
        losses,
      );
      for (const release of releases) yield `${JSON.stringify(release)}\n`;
      if (batch.length < BATCH) return;
      after = batch.at(-1) ?? null;
    }
  }
}
