import { QueryFailedError } from 'typeorm';
import { PoolReader } from '../reader.js';
import { allowKeeping, endKeeping, LOST_STATEMENT } from './named-statements.js';

/**
 * Reads what a request answers after its change was committed: few texts, by the id of one object, which took longer to be planned anew
 * than to be read (a record of service: 5.5 ms of planning, 0.6 ms of reading). A connection keeps them as a transaction does, beside what
 * transactions keep;
 * PostgreSQL has one plan for any values where that looks no dearer than plans for the given ones.
 */
export class AnswerReader extends PoolReader {
  override async query<T>(sql: string, params: unknown[] = []): Promise<T> {
    try {
      return await this.runKeptStatement<T>(sql, params);
    } catch (error) {
      if (LOST_STATEMENT.includes((error as { code?: string }).code ?? '')) return this.queryAnew<T>(sql, params);
      throw new QueryFailedError(sql, params, error as Error);
    }
  }

  /** A connection on which it fails is given up, as by any question to a pool, and what it kept with it. */
  private async runKeptStatement<T>(sql: string, params: unknown[]): Promise<T> {
    const client = await this.pool.connect();
    let failed = true;
    allowKeeping(client, 'answer');
    try {
      const { rows } = await client.query(sql, params);
      failed = false;
      return rows as T;
    } finally {
      endKeeping(client);
      client.release(failed);
    }
  }
}
