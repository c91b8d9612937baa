import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EmbeddedPostgres } from '../../src/kernel/embedded/index.js';
import type { TestApp } from '../support/app.js';
import { describeWith } from '../support/describe-with.js';
import { makeBureau, type Bureau } from '../support/drafts.js';
import { openLine, type Line } from '../support/line.js';
import { postgres15 } from '../support/optional-servers.js';
import { startAppOn } from '../support/own-server.js';
import { openPostgres15 } from '../support/postgres15.js';
import { killServer, makeStandby, type Standby } from '../support/standby.js';

const WRITERS = 6;
const BEFORE = 60;
const AFTER = 60;
const PATIENCE_MS = 120_000;

interface Changes {
  items: { position: number; aggregate: string; id: string }[];
  position: number;
}

describeWith(postgres15, 'a database whose machine is lost, with a synchronous standby', () => {
  let server: EmbeddedPostgres;
  let standby: Standby;
  let line: Line;
  let folder: string;
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    server = await openPostgres15('lost');
    standby = await makeStandby(server);
    await standby.start();
    line = await openLine(server.url());
    folder = mkdtempSync(join(process.env.TEST_RUN_FOLDER ?? tmpdir(), 'app-'));
    const env = { DATABASE_URL: line.through(server.applicationUrl()), OUTBOX_POLL_MS: '50' };
    app = await startAppOn(server, folder, 'throughline', { withWorker: true, env });
    bureau = await makeBureau(app);
    await app.dataSource.query(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
    await app.dataSource.query(`SELECT pg_reload_conf()`);
    await until(async () => {
      const rows = await app.dataSource.query<unknown[]>(`SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`);
      return rows.length === 1;
    });
  }, 180_000);
  afterAll(async () => {
    await app.close();
    line.close();
    await standby.kill().catch(() => undefined);
    server.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; !(await isSo()); await pause(100))
      if (Date.now() > end) throw new Error('it did not come to that');
  }
  /** Asks again under the same key until it is answered: 503 and a lost connection say that nothing is known. */
  async function writeLine(name: string, seen: number[]): Promise<string> {
    const key = randomUUID();
    const body = { name, category: 'ELDERLY_HOME_CARE', since: '2018-01-01', region: '990203' };
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(100)) {
      const answer = await app.http
        .post('/api/v1/service-lines')
        .set({ ...bureau.officer.auth, 'Idempotency-Key': key })
        .send(body);
      seen.push(answer.status);
      if (answer.status === 201) return (answer.body as { id: string }).id;
    }
    throw new Error(`${name} was never taken`);
  }

  it('loses nothing that was acknowledged, comes back by itself, and its feed has no gap', async () => {
    const acknowledged: string[] = [];
    const seen: number[] = [];
    let isOver = false;
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let n = 0; !isOver; n += 1) acknowledged.push(await writeLine(`线路 ${writer}-${n}`, seen));
    });
    await until(() => Promise.resolve(acknowledged.length >= BEFORE));

    await killServer(server);
    await standby.promote();
    const lost = acknowledged.length;
    line.moveTo(standby.url);
    await until(() => Promise.resolve(acknowledged.length >= lost + AFTER));
    isOver = true;
    await Promise.all(writers);

    // Whoever was refused meanwhile was told to come again.
    expect([...new Set(seen)].filter((status) => status !== 201 && status !== 503)).toEqual([]);
    const stored = await standby.ask<{ id: string; name: string }>(
      `SELECT id, name FROM service_line WHERE name LIKE '线路 %'`,
    );
    expect(acknowledged.filter((id) => !stored.some((row) => row.id === id))).toEqual([]);
    expect(new Set(stored.map(({ name }) => name)).size).toBe(stored.length);

    await until(async () => (await standby.ask(`SELECT FROM outbox WHERE position IS NULL`)).length === 0);
    const [feed] = await standby.ask<{ first: string; last: string; all: string }>(
      `SELECT min(position) AS first, max(position) AS last, count(*) AS all FROM outbox`,
    );
    expect([Number(feed?.first), Number(feed?.last)]).toEqual([1, Number(feed?.all)]);
    const told = new Set<string>();
    for (let after = 0, more = true; more;) {
      const { body } = await app.http
        .get(`/api/v1/changes?after=${after}&limit=200`)
        .set(bureau.officer.auth)
        .expect(200);
      const page = body as Changes;
      for (const { aggregate, id } of page.items) if (aggregate === 'service_line') told.add(id);
      more = page.items.length > 0;
      after = page.position;
    }
    expect(acknowledged.filter((id) => !told.has(id))).toEqual([]);
    await until(async () => (await app.http.get('/health/ready')).status === 200);
  }, 300_000);
});
