import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { WriterGate } from '../../src/kernel/database/turns/writer-gate.js';
import { registered } from '../support/acceptances.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { makeLine, setBusinessTime } from '../support/drafts.js';
import { untilAnswered } from '../support/ready.js';

const CLIENTS = 40;
const SIZE = 200;
const FIRST_DAY = Date.parse('2026-01-06');
/** How long who writes waits where all of them come in; in the order that the service's own have. */
const WAITS = { TURN_WAIT_MS: '20000', LOCK_WAIT_MS: '12000', POOL_WAIT_MS: '30000' };
/** The same where nobody can come in, and all are told so: they come again until the test has seen what it looks at. */
const IN_VAIN = { waitMs: 3_000, lockWaitMs: 2_000 };

interface Answer {
  status: number;
  code: string | null;
  retryAfter: string | undefined;
}

describe('a contract on which forty devices write at once', () => {
  let app: TestApp;
  let parties: Parties;
  let worker: TestAccount;
  let busy: string;
  const recipients = new Map<string, string>();
  beforeAll(async () => {
    app = await startTestApp({ env: WAITS });
    parties = await makeParties(app);
    ({ id: busy } = await Contracting.active(app, parties));
    worker = await makeUser(app, 'agency_worker', parties.agency);
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    recipients.set(busy, await registered(app, parties, busy));
  });
  afterAll(() => app.close());

  const send = async (device: number): Promise<Answer> => {
    const records = Array.from({ length: SIZE }, (_, n) => ({
      clientToken: `device-${device}-${n}`,
      // each device another day: a day has only so many minutes
      servedOn: new Date(FIRST_DAY + device * 86_400_000).toISOString().slice(0, 10),
      form: 'visit',
      minutes: 1,
      workers: { assistant: 1 },
      recipients: [recipients.get(busy)],
    }));
    const { status, body, headers } = await app.http
      .post(`/api/v1/contracts/${busy}/service-records/batch`)
      .set(worker.auth)
      .send({ records });
    return {
      status,
      code: (body as { code?: string }).code ?? null,
      retryAfter: (headers as Record<string, string>)['retry-after'],
    };
  };
  const count = async (): Promise<{ records: number; tokens: number }[]> =>
    app.dataSource.query(
      `SELECT count(*)::int AS records, count(DISTINCT client_token)::int AS tokens FROM service_record WHERE contract_id = $1`,
      [busy],
    );

  it('holds up nobody else while somebody holds its row; who writes on it is told to come again, and nothing is half done', async () => {
    const holder = new pg.Client((app.dataSource.options as { url?: string }).url);
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM contract WHERE id = $1 FOR UPDATE', [busy]);
    const gate = app.running.app.get(WriterGate);
    const usual = { ...gate.limits };
    Object.assign(gate.limits, IN_VAIN);
    let goOn = true;
    const writers = Array.from({ length: CLIENTS }, async (_, device) => {
      const told: Answer[] = [];
      do told.push(await send(device));
      while (goOn);
      return told;
    });
    while (gate.waiting === 0) await pause(5);

    // All of it is answered while the row is held.
    const officer = parties.bureau.officer.auth;
    const [tenders, contract, metrics] = await Promise.all([
      app.http.get('/api/v1/tenders?limit=5'),
      app.http.get(`/api/v1/contracts/${busy}`).set(officer),
      app.http.get('/metrics'),
      untilAnswered(200, async () => (await app.http.get('/health/ready')).status),
      makeLine(app, parties.bureau.officer, '别处的服务'),
    ]);
    expect([tenders.status, contract.status, metrics.status]).toEqual([200, 200, 200]);
    // All that time they were in line, and they still are, or come again.
    while (gate.waiting === 0) await pause(5);
    goOn = false;

    const answers = (await Promise.all(writers)).flat();
    expect(answers.length).toBeGreaterThanOrEqual(CLIENTS);
    expect(new Set(answers.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['503 busy']));
    for (const { retryAfter } of answers) expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(await count()).toEqual([{ records: 0, tokens: 0 }]);
    await holder.query('ROLLBACK');
    await holder.end();
    Object.assign(gate.limits, usual);
  });

  it('takes every record once when all come again, each as often as it is told to', async () => {
    const told = new Map<string, number>();
    await Promise.all(
      Array.from({ length: CLIENTS }, async (_, device) => {
        for (;;) {
          const { status, code, retryAfter } = await send(device);
          const said = `${status} ${code}`;
          told.set(said, (told.get(said) ?? 0) + 1);
          if (status !== 503) return;
          await pause(Number(retryAfter) * 200);
        }
      }),
    );
    expect(told.get('200 null')).toBe(CLIENTS);
    expect([...told.keys()].filter((said) => said !== '200 null' && said !== '503 busy')).toEqual([]);
    expect(await count()).toEqual([{ records: CLIENTS * SIZE, tokens: CLIENTS * SIZE }]);
  });

  it('is read, and others are written, while all turns on it are taken', async () => {
    const gate = app.running.app.get(WriterGate);
    Object.assign(gate.limits, IN_VAIN);
    const turns = await Promise.all(Array.from({ length: gate.limits.ofOne }, () => gate.enter({ root: busy })));
    const late = send(0);
    await makeLine(app, parties.bureau.officer, '又一处的服务');
    expect((await app.http.get(`/api/v1/contracts/${busy}`).set(parties.bureau.officer.auth)).status).toBe(200);
    expect(await late).toMatchObject({ status: 503, code: 'busy' });
    for (const leave of turns) leave();
    expect(await send(0)).toMatchObject({ status: 200 });
  });
});
