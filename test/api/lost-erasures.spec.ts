import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomInt, randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { ErasureList } from '../../src/people/personal-data/erasure-list.js';
import { PersonErasure } from '../../src/people/personal-data/person-erasure.js';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { writeByHand } from '../support/by-hand.js';
import { setBusinessTime } from '../support/drafts.js';
import { given, Recorder } from '../support/purchases.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

it('who was erased after the copy was made is named to who restores it, and is none of them once erased again', async () => {
  const agency = await makeBody(app, { kind: 'agency' });
  const manager = await makeUser(app, 'agency_manager', agency);
  const made = await app.http
    .post(`/api/v1/organisations/${agency}/workers`)
    .set(manager.auth)
    .send({ name: '虚构离职者', kind: 'licensed_social_worker', licence: 'SW-1112223' })
    .expect(201);
  const { id } = made.body as { id: string };
  await app.http
    .post(`/api/v1/organisations/${agency}/workers/${id}/actions/leave`)
    .set({ ...manager.auth, 'If-Match': '"1"' })
    .send({})
    .expect(200);
  const sql = writeByHand(() => app);
  const [copy] = await sql<{ row: object }[]>(`SELECT to_jsonb(w) AS row FROM worker w WHERE id = $1`, [id]);

  const list = app.running.app.get(ErasureList);
  const erase = () => app.running.app.get(PersonErasure).erase('worker', id, 'consent_withdrawn');
  const request = await erase();
  expect([await list.note(), await list.note(), await list.listMissing()]).toEqual([1, 0, []]);
  const path = `${app.settings.anchorFile}.erased`;
  expect(readFileSync(path, 'utf8')).not.toContain('虚构离职者');

  // The older copy: the worker is there, the request is not.
  await sql(`DELETE FROM personal_data_request WHERE id = $1`, [request]);
  await sql(`DELETE FROM worker WHERE id = $1`, [id]);
  await sql(`INSERT INTO worker SELECT (jsonb_populate_record(NULL::worker, $1::jsonb)).*`, [
    JSON.stringify(copy?.row),
  ]);
  // What a crash left unfinished stops nobody.
  appendFileSync(path, '{"request":"');
  expect(await list.listMissing()).toMatchObject([{ request, kind: 'worker', person: id }]);
  await erase();
  expect([await list.listMissing(), await list.note(), await list.note()]).toEqual([[], 1, 0]);
});

it('who is erased after somebody whom a clock that ran ahead stamped is noted all the same', async () => {
  const agency = await makeBody(app, { kind: 'agency' });
  const manager = await makeUser(app, 'agency_manager', agency);
  const eraseWorker = async (): Promise<string> => {
    const path = `/api/v1/organisations/${agency}/workers`;
    const worker = { name: '虚构离职者', kind: 'licensed_social_worker', licence: `SW-${randomInt(1e6, 1e7)}` };
    const { body } = await app.http.post(path).set(manager.auth).send(worker).expect(201);
    const { id } = body as { id: string };
    const leave = app.http.post(`${path}/${id}/actions/leave`);
    await leave
      .set({ ...manager.auth, 'If-Match': '"1"' })
      .send({})
      .expect(200);
    return app.running.app.get(PersonErasure).erase('worker', id, 'consent_withdrawn');
  };
  const list = app.running.app.get(ErasureList);
  const ahead = await eraseWorker();
  const stamp = `UPDATE personal_data_request SET updated_at = now() + interval '20 days' WHERE id = $1`;
  await writeByHand(() => app)(stamp, [ahead]);
  expect(await list.note()).toBe(1);
  await eraseWorker();
  expect([await list.note(), await list.note()]).toEqual([1, 0]);
});

it('who was blocked after the copy was made is named with that state, and is none of them once blocked again or erased', async () => {
  await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
  const name = `虚构机构${randomUUID()}`;
  const agency = await makeBody(app, { kind: 'agency', name });
  const [manager, second] = [
    await makeUser(app, 'agency_manager', agency),
    await makeUser(app, 'agency_manager', agency),
  ];
  const officer = await Recorder.of(app);
  const { id: tender } = await officer.tender({ lots: [{ no: 1 }] });
  const window = { start: '2018-01-01', end: '2018-05-31' };
  await officer
    .facts(tender, [given('contract', { supplier: { name }, amount: '100.00', window }, { lot: 1 })])
    .expect(200);
  const path = `/api/v1/organisations/${agency}/workers`;
  const made = await app.http
    .post(path)
    .set(manager.auth)
    .send({ name: '虚构被封存者', kind: 'licensed_social_worker', licence: 'SW-2223334' })
    .expect(201);
  const { id } = made.body as { id: string };
  await app.http
    .post(`${path}/${id}/actions/leave`)
    .set({ ...manager.auth, 'If-Match': '"1"' })
    .send({})
    .expect(200);
  const block = async () => {
    const requests = '/api/v1/personal-data/requests';
    const asked = await app.http.post(requests).set(manager.auth).send({ wants: 'erasure', kind: 'worker', id });
    expect([asked.status, asked.text]).toEqual([201, expect.anything()]);
    const { id: request } = asked.body as { id: string };
    await app.http
      .post(`${requests}/${request}/actions/block`)
      .set({ ...second.auth, 'If-Match': '"1"', 'Idempotency-Key': randomUUID() })
      .send({})
      .expect(200);
    return request;
  };
  const list = app.running.app.get(ErasureList);
  const request = await block();
  expect([await list.note(), await list.note(), await list.listMissing()]).toEqual([1, 0, []]);
  expect(readFileSync(`${app.settings.anchorFile}.erased`, 'utf8')).not.toContain('虚构被封存者');

  // The older copy has no such request.
  const sql = writeByHand(() => app);
  await sql(`DELETE FROM personal_data_request WHERE id = $1`, [request]);
  expect(await list.listMissing()).toMatchObject([{ request, kind: 'worker', person: id, state: 'blocked' }]);
  const again = await block();
  expect([await list.listMissing(), await list.note()]).toEqual([[], 1]);

  // The law ended before the copy was lost: then erasing is what is left to do.
  await setBusinessTime(app, '2033-06-01T09:00:00+08:00');
  await app.running.app.get(PersonErasure).eraseBlockedData(again);
  expect([await list.note(), await list.listMissing()]).toEqual([1, []]);
  await sql(`DELETE FROM personal_data_request WHERE id = $1`, [again]);
  expect(await list.listMissing()).toMatchObject([{ request: again, person: id, state: 'erased' }]);
});
