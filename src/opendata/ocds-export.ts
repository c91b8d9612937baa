import { Injectable } from '@nestjs/common';
import { Settings } from '../kernel/config/settings.js';
import { Transactions } from '../kernel/database/transactions.js';
import { Losses } from './losses.js';
import type { OcdsRelease } from './ocds-types.js';
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

  /** The releases in the order in which their purchases were put on record; `losses` counts what is left out. */
  async *readReleases(dataset: string, losses: Losses): AsyncGenerator<OcdsRelease> {
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
      yield* releases;
      if (batch.length < BATCH) return;
      after = batch.at(-1) ?? null;
    }
  }
}
