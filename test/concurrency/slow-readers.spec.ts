import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startTestApp, type TestApp } from '../support/app.js';
import { untilAnswered } from '../support/ready.js';

const POOL = 4;
/** More than the pool and the connections of planned lists hold together. */
const READERS = 8;

describe('reads that hold every connection of a process', () => {
  let app: TestApp;
  /** Holds the lock. What sessions do is asked by another: within a transaction the answer stays as it was. */
  let holder: pg.Client;
  let owner: pg.Client;
  beforeAll(async () => {
    app = await startTestApp({ env: { DATABASE_POOL_SIZE: String(POOL), POOL_WAIT_MS: '2000' } });
    const { url } = app.dataSource.options as { url?: string };
    [holder, owner] = [new pg.Client(url), new pg.Client(url)];
    await Promise.all([holder.connect(), owner.connect()]);
  });
  afterAll(async () => {
    await Promise.all([holder.end(), owner.end()]);
    await app.close();
  });

  const countWaiting = async (): Promise<number> =>
    (
      await owner.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND usename <> current_user`,
      )
    ).rowCount ?? 0;

  it('leave readiness and metrics their own: both answer while further reads are told to come again', async () => {
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE notice IN ACCESS EXCLUSIVE MODE');
    const read = () => app.http.get('/api/v1/notices?limit=1').then(({ status }) => status);
    let isHeld = true;
    /** Reads again whenever it is told to come again; answers the last status. */
    const readOn = async (): Promise<number> => {
      for (;;) {
        const status = await read();
        if (status !== 503 || !isHeld) return status;
      }
    };
    const reads = Array.from({ length: READERS }, readOn);
    try {
      while ((await countWaiting()) < POOL) await pause(50);
      expect(await read()).toBe(503);
      await untilAnswered([200, { ok: true }, { ok: true }], async () => {
        const { status, body } = await app.http.get('/health/ready');
        const { database, writes } = (body as { checks: Record<string, unknown> }).checks;
        return [status, database, writes];
      });
      const metrics = await app.http.get('/metrics');
      expect(metrics.text).toMatch(new RegExp(`^database_pool_in_use.* ${POOL}$`, 'm'));
      expect(metrics.text).toMatch(/^owed_subjects.* 0$/m);
      expect(metrics.text).toMatch(/^jobs_failed.* 0$/m);
    } finally {
      isHeld = false;
      await holder.query('ROLLBACK');
    }
    expect((await Promise.all(reads)).filter((status) => status === 200).length).toBeGreaterThanOrEqual(POOL);
  });
});
