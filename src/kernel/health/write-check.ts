import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** An answer holds so long: whoever asks often costs no more. */
const HOLDS_MS = 2_000;
/** More than a page, and random, so that it does not shrink: the file of the table has to grow. */
const FILLER_BYTES = 9 * 1024;

/** Tries whether this process can write: a row for which the table has to grow, undone. */
export class WriteCheck {
  private last: { at: number; outcome: Promise<void> } | undefined;

  constructor(private readonly dataSource: DataSource) {}

  /** @throws what PostgreSQL said */
  check(): Promise<void> {
    const now = Date.now();
    if (this.last === undefined || now - this.last.at > HOLDS_MS) this.last = { at: now, outcome: this.tryWriting() };
    return this.last.outcome;
  }

  private async tryWriting(): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.query('START TRANSACTION');
      await runner.query('INSERT INTO write_probe (filler) VALUES ($1)', [randomBytes(FILLER_BYTES)]);
    } finally {
      await runner.query('ROLLBACK').catch(() => undefined);
      await runner.release();
    }
  }
}
