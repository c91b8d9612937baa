import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPlatformApi, type Api } from '../api/platform-bench.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { assessed, QueueBench, until } from './bench.js';

interface Item {
  id: string;
  queue: string;
  job: string;
  subject: string | null;
  event: string | null;
  attempts: number;
  reason: string | null;
  queuedAt: string;
  failedAt: string | null;
}
interface Page {
  items: Item[];
  next: string | null;
}

describe('failed jobs over HTTP', () => {
  let database: TestDatabase;
  let bench: QueueBench;
  let api: Api;
  beforeAll(async () => {
    database = await createDatabase();
    bench = await (await QueueBench.open(database.url, { kind: 'postgres' })).start();
    api = await startPlatformApi({ dataSource: bench.dataSource, failedJobs: bench.failedJobs });
    api.callers.add('operator', ['jobs.read', 'jobs.retry']);
    api.callers.add('reader', ['jobs.read']);
    api.callers.add('other', ['changes.read']);
    bench.onAssess = () => Promise.reject(new Error('no figures'));
    bench.onAnnounce = () => Promise.reject(new Error('nobody listens'));
    for (const id of ['a', 'b', 'c']) await bench.change(id, 'create');
    await until(async () => (await page('/api/v1/jobs/failed')).items.length === 6);
  });
  afterAll(async () => {
    await api.close();
    await bench.close();
    await database.drop();
  });

  const page = async (path: string): Promise<Page> => (await api.get<Page>('operator', path)).body;

  it('are listed with what they work on and why they failed', async () => {
    const { items } = await page('/api/v1/jobs/failed');
    const assess = items.find((i) => i.subject === 'tender:a' && i.job === 'assess');
    expect(assess).toEqual({
      id: expect.stringMatching(/^[\w-]+$/),
      queue: 'screening',
      job: 'assess',
      subject: 'tender:a',
      event: null,
      attempts: 1,
      reason: 'no figures',
      queuedAt: expect.stringMatching(/Z$/),
      failedAt: expect.stringMatching(/Z$/),
    });
    const announce = items.find((i) => i.job === 'announce');
    expect(announce).toMatchObject({
      queue: 'announcements',
      reason: 'nobody listens',
      event: expect.stringMatching(/^\d+$/),
    });
  });

  it('come page by page, stable under new failures in between, and by queue', async () => {
    const first = await page('/api/v1/jobs/failed?limit=4');
    expect(first.items).toHaveLength(4);
    await bench.change('d', 'create');
    await until(async () => (await page('/api/v1/jobs/failed')).items.length === 8);
    const rest = await page(first.next ?? '');
    const ids = [...first.items, ...rest.items].map((i) => i.id);
    expect(rest.next === null || rest.items.length === 4).toBe(true);
    const all = rest.next ? [...ids, ...(await page(rest.next)).items.map((i) => i.id)] : ids;
    expect(new Set(all).size).toBe(8);
    const screening = await page('/api/v1/jobs/failed?queue=screening');
    expect(screening.items.map((i) => i.job)).toEqual(['assess', 'assess', 'assess', 'assess']);
  });

  it('run again when they are retried, once', async () => {
    bench.onAssess = assessed;
    const { items } = await page('/api/v1/jobs/failed?queue=screening');
    const [one] = items;
    const retry = `/api/v1/jobs/failed/${one?.id}/actions/retry`;
    expect(await api.post('operator', retry)).toEqual({
      status: 200,
      body: { id: one?.id, queue: 'screening', job: 'assess', state: 'waiting' },
    });
    await until(async () => (await page('/api/v1/jobs/failed?queue=screening')).items.length === 3);
    await bench.settled();
    expect((await api.post<{ code: string }>('operator', retry)).body.code).toBe('not_found');
  });

  it('cannot be retried while they are not failed', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    bench.onAssess = async (tx, subject) => {
      await held;
      await assessed(tx, subject);
    };
    try {
      const [one] = (await page('/api/v1/jobs/failed?queue=screening')).items;
      const retry = `/api/v1/jobs/failed/${one?.id}/actions/retry`;
      const [before] = await bench.dataSource.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
      expect((await api.post('operator', retry)).status).toBe(200);
      const [owed] = await bench.dataSource.query<{ since: Date }[]>(
        `SELECT max(wanted_at) AS since FROM job_subject WHERE job = $1 AND done < wanted`,
        [one?.job],
      );
      // Late from the retry on: the hours for which it stood failed are no lateness of the queue.
      expect(owed?.since.getTime()).toBeGreaterThanOrEqual(before?.now.getTime() ?? Infinity);
      const again = await api.post<{ code: string }>('operator', retry);
      expect([again.status, again.body.code]).toEqual([409, 'wrong_state']);
    } finally {
      release();
    }
    await bench.settled();
  });

  it.each([
    ['limit=0', 'validation_failed'],
    ['queue=A', 'validation_failed'],
    ['cursor=nonsense', 'bad_cursor'],
    ['since=1', 'validation_failed'],
  ])('refuse %s', async (query, code) => {
    const answer = await api.get<{ code: string }>('operator', `/api/v1/jobs/failed?${query}`);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  it('are not found by an id, nor paged by a cursor, that is of text which the database cannot hold', async () => {
    const encode = (text: string) => Buffer.from(text).toString('base64url');
    for (const name of ['ass\0ess tender:a', 'assess tender:\0']) {
      const answer = await api.post<{ code: string }>('operator', `/api/v1/jobs/failed/${encode(name)}/actions/retry`);
      expect([name, answer.status, answer.body.code]).toEqual([name, 404, 'not_found']);
    }
    const { pathname, searchParams } = new URL((await page('/api/v1/jobs/failed?limit=1')).next ?? '', 'http://x');
    const [, mark] = (searchParams.get('cursor') ?? '').split('.');
    const answer = await api.get<{ code: string }>('operator', `${pathname}?cursor=${encode('1 assess \0')}.${mark}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'bad_cursor']);
  });

  it('are for operators', async () => {
    const [one] = (await page('/api/v1/jobs/failed')).items;
    const retry = `/api/v1/jobs/failed/${one?.id}/actions/retry`;
    expect((await api.get('other', '/api/v1/jobs/failed')).status).toBe(403);
    expect((await api.get(null, '/api/v1/jobs/failed')).status).toBe(401);
    expect((await api.post('reader', retry)).status).toBe(403);
  });
});
