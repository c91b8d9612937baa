import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { JobRegistry } from '../../kernel/queue/jobs/job-registry.js';
import { defineJob } from '../../kernel/queue/jobs/job.js';
import type { ImportRow } from '../import.entity.js';
import { giveUpImport } from './give-up-import.js';
import { ROWS_KEPT_DAYS } from './kept-rows.rules.js';

/** Rows of live objects that were sent in a file are deleted when they have been there long enough to be corrected. */
export const endImportRows = defineJob({
  kind: 'sweep',
  name: 'end-import-rows',
  queue: 'sweeps',
  every: 3_600_000,
});

const IMPORTS = 100;
const REJECTS = 5_000;

/**
 * Rows of live objects may name recipients, workers and contacts. What was taken stands with its object; what was not is kept for
 * its sender to correct, and then goes. Rows of published notices say what is public, and stay.
 */
@Injectable()
export class RowsKeeper implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(endImportRows, () => this.deleteOverdueRows());
  }

  /** A second sweep finds nothing left. */
  async deleteOverdueRows(): Promise<void> {
    while ((await this.transactions.run(SYSTEM, giveUpImports)) === IMPORTS);
    while ((await this.transactions.run(SYSTEM, deleteRejects)) === REJECTS);
  }
}

/** Imports that broke off again and again are given up with their lines. One that is being taken just now is left alone. */
async function giveUpImports(tx: Tx): Promise<number> {
  const imports = await tx.query<ImportRow>(
    `SELECT * FROM import WHERE kind IS NOT NULL AND state = 'running' AND created_at < clock_timestamp() - make_interval(days => $1::integer)
     ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [ROWS_KEPT_DAYS, IMPORTS],
  );
  for (const job of imports) await giveUpImport(tx, job, 'not taken in time');
  return imports.length;
}

async function deleteRejects(tx: Tx): Promise<number> {
  const rows = await tx.query(
    `DELETE FROM import_reject WHERE (import_id, line) IN (SELECT r.import_id, r.line FROM import i JOIN import_reject r ON r.import_id = i.id
       WHERE i.kind IS NOT NULL AND i.finished_at < clock_timestamp() - make_interval(days => $1::integer) LIMIT $2)
     RETURNING line`,
    [ROWS_KEPT_DAYS, REJECTS],
  );
  return rows.length;
}
