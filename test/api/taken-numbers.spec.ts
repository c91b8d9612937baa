import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { sendRows } from '../support/bulk-rows.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Race } from '../support/races.js';
import { startContracting } from '../support/started.js';

let app: TestApp;
let parties: Parties;
let contract: Contracting;
let manager: TestAccount;
let worker: TestAccount;
let line: string;
beforeAll(async () => {
  ({ app, parties } = await startContracting());
  contract = await Contracting.active(app, parties);
  line = parties.bureau.line;
  worker = await makeUser(app, 'agency_worker', parties.agency);
  manager = await makeUser(app, 'agency_manager', parties.agency);
  await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
});
afterAll(() => app.close());

let count = 0;
/** A system that no other test has. */
const fresh = (): string => `s${++count}`;
const workers = () => `organisations/${parties.agency}/workers`;
const recipients = () => `service-lines/${line}/recipients`;
const register = async (path: string, body: object): Promise<string> =>
  ((await app.http.post(`/api/v1/${path}`).set(manager.auth).send(body).expect(201)).body as { id: string }).id;
const registerWorker = (name: string) => register(workers(), { name, kind: 'assistant', since: '2026-01-05' });
const registerRecipient = (displayName: string) => register(recipients(), { contract: contract.id, displayName });
const give = (path: string, id: string, number: object, as = manager) =>
  app.http.post(`/api/v1/${path}/${id}/external-ids`).set(as.auth).send(number);
const takeBack = (path: string, id: string, as = manager, headers: object = {}) =>
  app.http.delete(`/api/v1/${path}/${id}/external-ids`).set({ ...as.auth, ...headers });
const send = (kind: string, rows: readonly object[], as = manager) => sendRows(app, as, kind, rows);
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];
const workerRow = (externalId: string, name: string, more: object = {}) => ({
  ...{ externalId, name, kind: 'assistant', ...more },
});
const recipientRow = (externalId: string, displayName: string, more: object = {}) => ({
  ...{ externalId, displayName, contract: contract.id, serviceLine: line, ...more },
});
const recordRow = (externalId: string, more: object) => ({
  ...{ externalId, contract: contract.id, servedOn: '2026-03-01', form: 'visit', minutes: 30, assistants: 1 },
  ...more,
});
const events = (id: string) =>
  app.dataSource.query<{ action: string; told: string }[]>(
    `SELECT a.action, o.payload::text AS told FROM audit_entry a JOIN outbox o ON o.audit_id = a.id
     WHERE a.aggregate_id = $1 AND a.action LIKE 'external_id%' ORDER BY a.id`,
    [id],
  );

describe('a number that was given by mistake', () => {
  it('is taken back once, is on record, and another has it at once: files mean that one from then on', async () => {
    const system = fresh();
    const number = { system, id: '1' };
    for (const [path, kind, register, row] of [
      [recipients(), 'recipients', registerRecipient, recipientRow],
      [workers(), 'workers', registerWorker, workerRow],
    ] as const) {
      const [wrong, right] = [await register('虚构错号者'), await register('虚构应号者')];
      await give(path, wrong, number).expect(200);
      expect(codeOf(await give(path, right, number))).toEqual([409, 'external_id_taken']);
      expect((await takeBack(path, wrong).expect(204)).text).toBe('');
      expect(codeOf(await takeBack(path, wrong))).toEqual([404, 'not_found']);
      await give(path, right, number).expect(200);
      expect((await send(kind, [row(`${system}:1`, '虚构应号者改名')])).figures).toEqual([1, 0, 0]);
      const shown = await app.http.get(`/api/v1/${path}?limit=200`).set(manager.auth).expect(200);
      const { items } = shown.body as { items: { id: string; name?: string; displayName?: string }[] };
      const nameOf = (id: string) => items.filter((each) => each.id === id).map((e) => e.name ?? e.displayName);
      expect([nameOf(wrong), nameOf(right)]).toEqual([['虚构错号者'], ['虚构应号者改名']]);
      const told = await events(wrong);
      expect(told.map(({ action }) => action)).toEqual(['external_id_attached', 'external_id_detached']);
      expect(JSON.stringify(told)).not.toContain(system);
      // The person has no number now, and may be given another.
      await give(path, wrong, { system, id: '2' }).expect(200);
    }
  });

  it('is unknown to rows that say it afterwards, each of which is told so', async () => {
    const system = fresh();
    const [served, serving] = [await registerRecipient('虚构被撤号老人'), await registerWorker('虚构被撤号员工')];
    await give(recipients(), served, { system, id: '1' }).expect(200);
    await give(workers(), serving, { system, id: '1' }).expect(200);
    const said = { recipients: `${system}:1`, servedBy: `${system}:1` };
    expect((await send('records', [recordRow(`${system}:a`, said)], worker)).figures).toEqual([1, 0, 0]);
    await takeBack(recipients(), served).expect(204);
    await takeBack(workers(), serving).expect(204);
    const rows = [
      recordRow(`${system}:b`, { recipients: said.recipients }),
      recordRow(`${system}:c`, { servedBy: said.servedBy }),
      recordRow(`${system}:d`, { form: 'administrative' }),
    ];
    const { figures, faults } = await send('records', rows, worker);
    expect(figures).toEqual([1, 0, 2]);
    expect(faults.map(([no, fault]) => [no, String(fault).split(' ')[0]])).toEqual([
      [1, '/recipients'],
      [2, '/servedBy'],
    ]);
    // What was recorded under it stays with who was served.
    const kept = await app.dataSource.query(
      `SELECT count(*)::int AS n FROM service_record_recipient WHERE recipient_id = $1`,
      [served],
    );
    expect(kept).toEqual([{ n: 1 }]);
  });

  it('is taken back by who may give it, of the version that is named', async () => {
    const system = fresh();
    const [served, serving] = [await registerRecipient('虚构守号老人'), await registerWorker('虚构守号员工')];
    const rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    for (const [path, id] of [
      [recipients(), served],
      [workers(), serving],
    ] as const) {
      await give(path, id, { system, id: '1' }).expect(200);
      expect(codeOf(await takeBack(path, id, rival))).toEqual([404, 'not_found']);
      expect(codeOf(await takeBack(path, randomUUID()))).toEqual([404, 'not_found']);
      expect(codeOf(await takeBack(path, id, manager, { 'If-Match': '"9"' }))).toEqual([412, 'stale_version']);
    }
    expect(codeOf(await takeBack(recipients(), served, parties.bureau.officer))).toEqual([403, 'not_permitted']);
    expect(codeOf(await takeBack(workers(), serving, worker))).toEqual([403, 'not_permitted']);
    const elsewhere = `service-lines/${randomUUID()}/recipients`;
    expect(codeOf(await takeBack(elsewhere, served))).toEqual([404, 'not_found']);
    await takeBack(recipients(), served, worker, { 'If-Match': '"1"' }).expect(204);
    await takeBack(workers(), serving, manager, { 'If-Match': '"1"' }).expect(204);
  });

  it('takes rows that said it along, which an erasure would find no more, and leaves other rows', async () => {
    const system = fresh();
    const [wrong, other] = [await registerWorker('虚构误号员工'), await registerWorker('虚构旁号员工')];
    await give(workers(), wrong, { system, id: '1' }).expect(200);
    await give(workers(), other, { system, id: '2' }).expect(200);
    const late = { since: '2026-01-06' };
    const rows = [
      workerRow(`${system}:1`, '甲', late),
      workerRow(`${system}:2`, '乙', late),
      workerRow(`${system}:3`, '丙', { worker: wrong }),
    ];
    expect((await send('workers', rows)).figures).toEqual([0, 0, 3]);
    const lines = async (): Promise<number[]> =>
      (
        await app.dataSource.query<{ line: number }[]>(
          `SELECT r.line FROM import_reject r JOIN import i ON i.id = r.import_id
           WHERE i.id = (SELECT id FROM import WHERE created_by = $1 ORDER BY created_at DESC LIMIT 1) ORDER BY r.line`,
          [manager.id],
        )
      ).map(({ line: no }) => no);
    expect(await lines()).toEqual([1, 2, 3]);
    await takeBack(workers(), wrong).expect(204);
    // The third names them by our id, by which an erasure finds it as before.
    expect(await lines()).toEqual([2, 3]);
  });

  it('is one person’s, however it is given and taken back at once', async () => {
    const race = new Race('a number given to one while it is taken back from another');
    for (const round of race.rounds(40, 2)) {
      const number = { system: fresh(), id: '1' };
      const [from, to] = [await registerWorker(`虚构让号${round}`), await registerWorker(`虚构得号${round}`)];
      await give(workers(), from, number).expect(200);
      const [taken, again, given] = await Promise.all([
        takeBack(workers(), from),
        takeBack(workers(), from),
        give(workers(), to, number),
      ]);
      expect([taken.status, again.status].sort()).toEqual([204, 404]);
      expect([200, 409]).toContain(given.status);
      race.saw(given.status === 200 ? 'given' : 'refused');
      const holders = await app.dataSource.query<{ id: string }[]>(
        `SELECT root_id AS id FROM external_id WHERE root_id = ANY ($1::uuid[])`,
        [[from, to]],
      );
      expect(holders).toEqual(given.status === 200 ? [{ id: to }] : []);
      expect((await events(from)).map(({ action }) => action)).toEqual([
        'external_id_attached',
        'external_id_detached',
      ]);
    }
    race.told();
  });
});
