import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EmbeddedPostgres } from '../../src/kernel/embedded/index.js';
import { ReadReplica } from '../../src/kernel/database/replica/read-replica.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import type { TestApp } from '../support/app.js';
import { describeWith } from '../support/describe-with.js';
import { makeBureau, type Bureau } from '../support/drafts.js';
import { postgres15 } from '../support/optional-servers.js';
import { startAppOn } from '../support/own-server.js';
import { openPostgres15 } from '../support/postgres15.js';
import { makeStandby, type Standby } from '../support/standby.js';

const MAX_LAG_SECONDS = 15;
const PATIENCE_MS = 60_000;

describeWith(postgres15, 'a read replica', () => {
  let server: EmbeddedPostgres;
  let standby: Standby;
  let folder: string;
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    server = await openPostgres15('replicated');
    standby = await makeStandby(server);
    await standby.start();
    folder = mkdtempSync(join(process.env.TEST_RUN_FOLDER ?? tmpdir(), 'app-'));
    app = await startAppOn(server, folder, 'throughline', {
      env: { DATABASE_READ_URL: standby.url, REPLICA_MAX_LAG_SECONDS: String(MAX_LAG_SECONDS) },
    });
    bureau = await makeBureau(app);
    await untilUsed(true);
  }, 180_000);
  afterAll(async () => {
    await app.close();
    await standby.kill().catch(() => undefined);
    server.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  const readFigure = async (name: string): Promise<number | null> => {
    const { text } = await app.http.get('/metrics').expect(200);
    const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text);
    return found ? Number(found[1]) : null;
  };
  async function untilUsed(isUsed: boolean): Promise<void> {
    for (const until = Date.now() + PATIENCE_MS; (await readFigure('replica_used')) !== Number(isUsed); await pause(50))
      if (Date.now() > until) throw new Error(`the replica is ${isUsed ? 'not' : 'still'} read from`);
  }
  async function untilBehind(seconds: number): Promise<void> {
    for (const until = Date.now() + PATIENCE_MS; ; await pause(50)) {
      if (((await readFigure('replica_lag_seconds')) ?? 0) > seconds) return;
      if (Date.now() > until) throw new Error(`the replica is not ${seconds} s behind`);
    }
  }
  /** Until the replica has all that was committed. */
  async function untilCaughtUp(): Promise<void> {
    const [at] = await app.dataSource.query<{ lsn: string }[]>(`SELECT pg_current_wal_flush_lsn()::text AS lsn`);
    for (const until = Date.now() + PATIENCE_MS; ; await pause(50)) {
      const [row] = await standby.ask<{ whole: boolean }>(
        `SELECT pg_last_wal_replay_lsn() >= '${at?.lsn}'::pg_lsn AS whole`,
      );
      if (row?.whole) return;
      if (Date.now() > until) throw new Error('the replica does not catch up');
    }
  }
  const makeLine = async (name: string): Promise<void> => {
    const body = { name, category: 'ELDERLY_HOME_CARE', since: '2018-01-01', region: '990203' };
    await app.http.post('/api/v1/service-lines').set(bureau.officer.auth).send(body).expect(201);
  };
  /** Whether everybody who asks is shown it; with `auth`, whether this person is. */
  const isShown = async (name: string, auth: Record<string, string> = {}): Promise<boolean> => {
    const { body } = await app.http.get('/api/v1/service-lines?limit=200').set(auth).expect(200);
    return (body as { items: { name: string }[] }).items.some((item) => item.name === name);
  };
  const untilShown = async (name: string): Promise<void> => {
    for (const until = Date.now() + PATIENCE_MS; !(await isShown(name)); await pause(50))
      if (Date.now() > until) throw new Error(`${name} is not shown`);
  };

  it('answers everybody; whoever wrote something sees it at once', async () => {
    await standby.ask('SELECT pg_wal_replay_pause()');
    await makeLine('写后即读');
    expect(await isShown('写后即读')).toBe(false);
    expect(await isShown('写后即读', bureau.officer.auth)).toBe(true);
    await standby.ask('SELECT pg_wal_replay_resume()');
    await untilShown('写后即读');
    await untilUsed(true);
  });

  it('is left out while it is too far behind, and read from again when it has caught up', async () => {
    await standby.ask('SELECT pg_wal_replay_pause()');
    await makeLine('落后');
    await untilBehind(0);
    // What only waits until more time has passed than it may be behind would hold up the run.
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + (MAX_LAG_SECONDS + 1) * 1_000);
    await untilBehind(MAX_LAG_SECONDS);
    await untilUsed(false);
    expect(await readFigure('replica_lag_seconds')).toBeGreaterThan(MAX_LAG_SECONDS);
    expect(await isShown('落后')).toBe(true);
    await standby.ask('SELECT pg_wal_replay_resume()');
    await untilUsed(true);
    expect(await readFigure('replica_lag_seconds')).toBeLessThanOrEqual(MAX_LAG_SECONDS);
    expect(await isShown('落后')).toBe(true);
  });

  it('gives a full pass its facts where it has all that was committed; else the primary does, and both say the same', async () => {
    const asked = jest.spyOn(app.running.app.get(ReadReplica), 'runPreparedQuery');
    const pass = () => app.running.app.get(Reassessment).reassessAll();
    await standby.ask('SELECT pg_wal_replay_pause()');
    await makeLine('全量核查');
    const late = await pass();
    expect([late.subjects > 0, asked.mock.calls.length]).toEqual([true, 0]);
    await standby.ask('SELECT pg_wal_replay_resume()');
    await untilUsed(true);
    await untilCaughtUp();
    // A pass that finds it late by a moment asks the primary: the next one looks again, and each says the same.
    for (const until = Date.now() + PATIENCE_MS; asked.mock.calls.length === 0;) {
      if (Date.now() > until) throw new Error('no pass reads from the replica');
      const current = await pass();
      expect([current.subjects, current.changed]).toEqual([late.subjects, 0]);
    }
    asked.mockRestore();
  });

  it('may go away and come back: no request fails', async () => {
    const answers: number[] = [];
    let isOver = false;
    const readers = Array.from({ length: 8 }, async () => {
      while (!isOver) answers.push((await app.http.get('/api/v1/service-lines?limit=5')).status);
    });
    await standby.kill();
    await untilUsed(false);
    expect(await readFigure('replica_lag_seconds')).toBeNull();
    await standby.start();
    await untilUsed(true);
    isOver = true;
    await Promise.all(readers);
    expect(new Set(answers)).toEqual(new Set([200]));
  });

  it('of another history is none, though its log is as long', async () => {
    const restored = await openPostgres15('restored');
    const home = mkdtempSync(join(process.env.TEST_RUN_FOLDER ?? tmpdir(), 'app-'));
    const other = await startAppOn(restored, home, 'throughline', { env: { DATABASE_READ_URL: standby.url } });
    try {
      await makeBureau(other); // the audit has entries of its own
      for (const end = Date.now() + 3_000; Date.now() < end; await pause(100)) {
        expect((await other.http.get('/metrics').expect(200)).text).toMatch(/^replica_used 0$/m);
        await other.http.get('/api/v1/service-lines?limit=5').expect(200);
      }
    } finally {
      await other.close();
      restored.destroy();
      rmSync(home, { recursive: true, force: true });
    }
  }, 120_000);

  it('that was promoted is none: nothing is read from a second truth', async () => {
    await standby.promote();
    await untilUsed(false);
    await makeLine('另一个主库');
    expect(await isShown('另一个主库')).toBe(true);
  });
});
