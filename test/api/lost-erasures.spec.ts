import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { appendFileSync, readFileSync } from 'node:fs';
import { ErasureList } from '../../src/people/personal-data/erasure-list.js';
import { PersonErasure } from '../../src/people/personal-data/person-erasure.js';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { writeByHand } from '../support/by-hand.js';

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
