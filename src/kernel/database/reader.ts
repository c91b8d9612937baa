import type { Pool } from 'pg';
import { QueryFailedError, type DataSource } from 'typeorm';

/** What reads rows: the manager of an open transaction, or the pool. */
export interface Reader {
  query<T>(sql: string, params?: unknown[]): Promise<T>;
}

/**
 * Reads from the pool itself: a query runner per statement costs a list a tenth of its time, and the frames it leaves
 * behind hold on to the rows until the next full collection. It fails as TypeORM does, so that the log says the same.
 */
export class PoolReader implements Reader {
  constructor(private readonly dataSource: DataSource) {}

  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  query<T>(sql: string, params: unknown[] = []): Promise<T> {
    return this.queryAnew<T>(sql, params);
  }

  /** Planned for its values, and kept by no connection. */
  async queryAnew<T>(sql: string, params: unknown[]): Promise<T> {
    try {
      const { rows } = await this.pool.query(sql, params);
      return rows as T;
    } catch (error) {
      throw new QueryFailedError(sql, params, error as Error);
    }
  }
}
