import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';

/** An answer holds so long: whoever asks often costs no more. */
const HOLDS_MS = 2_000;
/** More than a page, and random, so that it does not shrink: the file of the table has to grow. */
const FILLER_BYTES = 9 * 1024;

/** Tries whether this process can write: a row for which the table has to grow, undone. */
export class WriteCheck {
  private last: { at: number; outcome: Promise<void> } | undefined;

  constructor(private readonly pool: Pool) {}

  /** @throws what PostgreSQL said */
  check(): Promise<void> {
    const now = performance.now();
    if (this.last === undefined || now - this.last.at > HOLDS_MS) this.last = { at: now, outcome: this.tryWriting() };
    return this.last.outcome;
  }

  private async tryWriting(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('START TRANSACTION');
      await client.query('INSERT INTO write_probe (filler) VALUES ($1)', [randomBytes(FILLER_BYTES)]);
    } finally {
      // one that cannot even end its transaction is not used again
      const broken = await client.query('ROLLBACK').then(
        () => false,
        () => true,
      );
      client.release(broken);
    }
  }
}
