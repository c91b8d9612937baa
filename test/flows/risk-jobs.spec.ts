import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

const SOURCE = { kind: 'notice', url: 'https://example.org/n/1', publishedOn: '2017-12-20', reference: 'n-1' };
const SHORT = { start: '2018-01-01', end: '2018-05-31' };

/** A supervisor finds out about a recorded contract, by the API alone, with the queue in between. */
describe('from a recorded fact to a flag', () => {
  let app: TestApp;
  let officer: TestAccount;
  let supervisor: TestAccount;
  let buyer: string;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    buyer = await makeBody(app, { region: '990203' });
    officer = await makeUser(app, 'bureau_officer', buyer);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
  });
  afterAll(() => app.close());

  async function tender(): Promise<string> {
    const { body } = await app.http
      .post('/api/v1/tenders')
      .set(officer.auth)
      .send({
        conducted: 'elsewhere',
        dataset: 'live',
        buyer,
        title: '社区居家养老服务',
        category: 'ELDERLY_HOME_CARE',
        region: '990203',
        method: 'COMPETITIVE_CONSULTATION',
      })
      .expect(201);
    return (body as { id: string }).id;
  }
  async function record(id: string, data: object, replaces?: string): Promise<string> {
    const { body } = await app.http
      .post(`/api/v1/tenders/${id}/facts`)
      .set(officer.auth)
      .set('Idempotency-Key', randomUUID())
      .send({
        facts: [{ kind: 'contract', lot: 1, data, source: SOURCE, ...(replaces && { replaces, reason: '更正' }) }],
      })
      .expect(200);
    const facts = (body as { facts: { id: string; kind: string; replacedBy?: string | null }[] }).facts;
    return facts.filter((f) => f.kind === 'contract').at(-1)?.id as string;
  }
  const flagOf = async (root: string): Promise<Record<string, unknown> | undefined> => {
    const { body } = await app.http.get('/api/v1/risk/flags?indicator=W01&limit=200').set(supervisor.auth).expect(200);
    return (body as { items: Record<string, unknown>[] }).items.find(
      (f) => (f['rootCause'] as { id: string }).id === root,
    );
  };
  async function until<T>(look: () => Promise<T | undefined>, holds: (found: T) => boolean): Promise<T> {
    for (let n = 0; n < 1200; n++) {
      const found = await look();
      if (found !== undefined && holds(found)) return found;
      await pause(100);
    }
    throw new Error('it did not come to that within 30 s');
  }

  it('opens, and is cleared by the correction', async () => {
    const id = await tender();
    const fact = await record(id, { signedOn: '2017-12-20', window: SHORT });
    const flag = await until(
      () => flagOf(id),
      () => true,
    );
    expect(flag).toMatchObject({
      state: 'open',
      severity: 'risk',
      subjects: { count: 1, first: [{ type: 'contract' }] },
    });
    await record(id, { signedOn: '2017-12-20', window: { start: '2018-01-01', end: '2018-12-31' } }, fact);
    const cleared = await until(
      () => flagOf(id),
      (found) => found['state'] === 'cleared',
    );
    expect((cleared['history'] as { action: string; data: object }[]).at(-1)).toMatchObject({
      action: 'cleared',
      data: { correction: { audit: expect.any(String), fact: expect.any(String) } },
    });
  });

  it('a burst of changes ends in what is recorded last', async () => {
    const id = await tender();
    let fact = await record(id, { window: SHORT });
    for (let month = 6; month <= 12; month++)
      fact = await record(
        id,
        { window: { start: '2018-01-01', end: `2018-${String(month).padStart(2, '0')}-28` } },
        fact,
      );
    await until(
      async () => {
        const [row] = await app.dataSource.query<{ owed: number }[]>(
          `SELECT (SELECT count(*)::int FROM job_subject WHERE done < wanted)
             + (SELECT count(*)::int FROM outbox WHERE position IS NULL OR position > (SELECT enqueued FROM outbox_relay)) AS owed`,
        );
        return row;
      },
      ({ owed }) => owed === 0,
    );
    const [contract] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM contract WHERE tender_id = $1`, [
      id,
    ]);
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=contract:${contract?.id}&indicator=W01`)
      .set(supervisor.auth)
      .expect(200);
    expect((body as { items: object[] }).items).toMatchObject([
      { state: 'clear', evidence: [{ value: '2018-01-01/2018-12-28' }] },
    ]);
  });

  it('says so to those who follow, and to nobody else', async () => {
    const events = async (by: TestAccount) =>
      (
        (await app.http.get('/api/v1/changes?after=0').set(by.auth).expect(200)).body as {
          items: { type?: string; aggregate?: string }[];
        }
      ).items;
    expect(JSON.stringify(await events(supervisor))).toContain('"flag"');
    expect(JSON.stringify(await events(officer))).not.toContain('"flag"');
  });
});
