import { setTimeout as pause } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import type { TestApp } from './app.js';

/** A transaction of its own that takes, one by one, the locks that a request takes which comes in between. */
export class Holder {
  private constructor(
    private readonly app: TestApp,
    private readonly runner: QueryRunner,
    private readonly pid: number,
  ) {}

  static async begin(app: TestApp): Promise<Holder> {
    const runner = app.dataSource.createQueryRunner();
    await runner.startTransaction();
    // In a ring this one breaks, and the test with it: a request that broke would be tried again, and nobody would see it.
    await runner.query(`SET LOCAL deadlock_timeout = '10ms'`);
    const [row] = (await runner.query(`SELECT pg_backend_pid() AS pid`)) as { pid: number }[];
    return new Holder(app, runner, row?.pid ?? 0);
  }

  async lock(
    table: string,
    ids: readonly (string | Buffer)[],
    mode = 'FOR NO KEY UPDATE',
    column = 'id',
  ): Promise<void> {
    const sql = `SELECT FROM ${table} WHERE ${column} = ANY ($1) ORDER BY ${column} ${mode}`;
    await this.runner.query(sql, [ids]);
  }

  async query(sql: string, parameters: unknown[] = []): Promise<void> {
    await this.runner.query(sql, parameters);
  }

  /** Waits until so many wait for this one, each behind the other. */
  async waitUntilAwaited(many = 1): Promise<void> {
    const sql = `WITH RECURSIVE waiting AS (
        SELECT pid FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))
        UNION SELECT a.pid FROM waiting w JOIN pg_stat_activity a ON w.pid = ANY (pg_blocking_pids(a.pid)))
      SELECT count(*)::integer AS n FROM waiting`;
    for (let [n, deadline] = [0, Date.now() + 120_000]; n < many;) {
      if (Date.now() > deadline) throw new Error('nobody waits');
      await pause(10);
      const [row] = await this.app.dataSource.query<{ n: number }[]>(sql, [this.pid]);
      n = row?.n ?? 0;
    }
  }

  async commit(): Promise<void> {
    await this.runner.commitTransaction();
  }

  /** Gives everything back, also where the test has failed. */
  async end(): Promise<void> {
    if (this.runner.isTransactionActive) await this.runner.rollbackTransaction();
    await this.runner.release();
  }
}

/** Runs the work with such a transaction, which ends with it. */
export async function holding<T>(app: TestApp, work: (holder: Holder) => Promise<T>): Promise<T> {
  const holder = await Holder.begin(app);
  try {
    return await work(holder);
  } finally {
    await holder.end();
  }
}
