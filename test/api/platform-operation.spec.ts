import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { testServer } from '../support/database.js';
import { untilAnswered } from '../support/ready.js';

const TOKEN = 'a-token-for-the-metrics';
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { METRICS_TOKEN: TOKEN } });
});
afterAll(() => app.close());

interface Ready {
  status: string;
  checks: Record<string, { ok: boolean; lagSeconds?: number }>;
}
const ready = async () => {
  const { status, body } = await app.http.get('/health/ready');
  const { checks } = body as Ready;
  return [status, ...['database', 'queue', 'outbox'].map((name) => checks[name]?.ok)];
};
const until = (expected: unknown[]): Promise<void> => untilAnswered(expected, ready);
const command = async (...statements: string[]): Promise<void> => {
  const client = new pg.Client((await testServer()).url);
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
};
const figure = async (name: string): Promise<number | undefined> => {
  const { text } = await app.http.get('/metrics').expect(200);
  const line = text.split('\n').find((l) => l.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.split(' ')[1]);
};

describe('readiness', () => {
  it('is said by database, queue and outbox', async () => {
    const expected = {
      status: 'ready',
      checks: {
        ...{ database: { ok: true }, writes: { ok: true }, queue: { ok: true } },
        outbox: { ok: true, lagSeconds: 0 },
      },
    };
    await untilAnswered([200, expected], async () => {
      const { status, body } = await app.http.get('/health/ready');
      return [status, body];
    });
    await app.http.get('/health/live').expect(200, { status: 'live' });
  });

  it('is lost with the queue, and comes back with it', async () => {
    await app.dataSource.query('ALTER SCHEMA bullmq RENAME TO bullmq_away');
    try {
      await until([503, true, false, true]);
    } finally {
      await app.dataSource.query('ALTER SCHEMA bullmq_away RENAME TO bullmq');
    }
    await until([200, true, true, true]);
  });

  it('is lost where nobody carries committed changes on', async () => {
    const officer = await makeUser(app, 'bureau_officer', await makeBody(app));
    await app.http.post('/api/v1/organisations').set(officer.auth).send({ name: 'a change' }).expect(201);
    await until([200, true, true, true]);
    expect(await figure('outbox_unplaced')).toBeGreaterThan(0);
    await app.dataSource.query(`UPDATE outbox SET created_at = created_at - interval '61 seconds'`);
    await until([503, true, true, false]);
    expect(await figure('outbox_lag_seconds')).toBeGreaterThan(60);
    await app.dataSource.query(`UPDATE outbox SET position = id`);
    await until([200, true, true, true]);
    expect(await figure('outbox_unplaced')).toBe(0);
  });

  it('is lost with the database; requests are told so, the process lives, and all comes back with it', async () => {
    const name = new URL(app.settings.databaseUrl as string).pathname.slice(1);
    await command(
      `ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
    );
    try {
      await until([503, false, false, false]);
      await app.http.get('/health/live').expect(200);
      const answer = await app.http.get('/api/v1/tenders').set('Accept-Language', 'zh');
      expect([answer.status, answer.body]).toMatchObject([503, { code: 'not_ready', title: '服务尚未就绪' }]);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.text).not.toMatch(/spec_|127\.0\.0\.1|connect/);
      // Figures of the database are missing, those of the process are there.
      expect(await figure('outbox_unplaced')).toBeUndefined();
      expect(await figure('process_start_time_seconds')).toBeGreaterThan(0);
    } finally {
      await command(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
    }
    await until([200, true, true, true]);
    await app.http.get('/api/v1/tenders').expect(200);
  });
});

describe('metrics', () => {
  it('name routes, never what was asked for', async () => {
    const guessed = '2f1c9d0e-0000-4000-8000-00000000abcd';
    await app.http.get(`/api/v1/tenders/${guessed}`).expect(404);
    await app.http.get('/api/v1/notices?q=somebody').expect(200);
    await app.http.get('/wp-admin.php').expect(404);
    const { text, headers } = await app.http.get('/metrics').expect(200);
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/tenders\/:id",status="404"\} \d/,
    );
    expect(text).toMatch(/route="unknown",status="404"/);
    expect(text).not.toMatch(/abcd|somebody|wp-admin/);
  });

  it('name what waits and what is late, all of it again soon after the database was away', async () => {
    const names = ['outbox_unplaced', 'outbox_lag_seconds', 'jobs_waiting', 'jobs_failed', 'sweeps_overdue'];
    // One that cannot be read at the moment is left out of that answer; none stays out.
    for (const name of [...names, 'sweeps_latest_periods']) {
      const deadline = Date.now() + 60_000;
      let found = await figure(name);
      for (; found === undefined && Date.now() < deadline; await pause(100)) found = await figure(name);
      expect(found).toBeGreaterThanOrEqual(0);
    }
  });

  it('are for loopback, or for whoever has the token', async () => {
    const ask = (headers: Record<string, string>) => app.http.get('/metrics').set(headers);
    const away = { 'X-Forwarded-For': '203.0.113.1' };
    const strangers: Record<string, string>[] = [
      away,
      { Forwarded: 'for=203.0.113.1' },
      { ...away, Authorization: 'Bearer another-token-for-the-metrics' },
      { ...away, Authorization: `Basic ${TOKEN}` },
      { Authorization: 'Bearer x' },
    ];
    for (const refused of strangers)
      expect([(await ask(refused)).status, ((await ask(refused)).body as { code: string }).code]).toEqual([
        404,
        'route_not_found',
      ]);
    expect((await ask({ ...away, Authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    expect((await ask({})).status).toBe(200);
  });
});
