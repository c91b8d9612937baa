import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { postRows, readOutcome } from '../support/bulk-rows.js';
import { writeByHand } from '../support/by-hand.js';
import { importsOf } from '../support/imports.js';

let app: TestApp;
let officer: TestAccount;
let administrator: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  officer = await makeAccount(app, { role: 'bureau_officer', organisation: await makeBody(app) });
  administrator = await makeUser(app, 'admin');
});
afterAll(() => app.close());

const byHand = writeByHand(() => app);
/** Rows of one body, and whether anybody has recorded it. */
const rowOf = (name: string) => ({ externalId: `by-hand:${name}`, name });
const isRecorded = async (name: string): Promise<boolean> =>
  (await app.dataSource.query<unknown[]>(`SELECT FROM organisation WHERE name = $1`, [name])).length > 0;
const lineOf = (name: string): Buffer => Buffer.from(JSON.stringify(rowOf(name)));
const upload = async (rows: readonly object[], query = ''): Promise<string> => {
  const { body } = await postRows(app, officer, 'organisations', rows, { query }).expect(202);
  return (body as { id: string }).id;
};
const readState = async (id: string): Promise<unknown> =>
  (await app.http.get(`/api/v1/imports/${id}`).set(officer.auth)).body.state;

describe('a file that somebody wrote into the tables by hand', () => {
  it('acts as nobody, though it says who sent it', async () => {
    const id = randomUUID();
    await byHand(
      `INSERT INTO import (id, dataset, dry_run, state, rows, created_by, created_by_kind, kind)
       VALUES ($1, 'live', false, 'running', 1, $2, 'user', 'organisations')`,
      [id, officer.id],
    );
    await byHand(`INSERT INTO import_line (import_id, line, raw) VALUES ($1, 1, $2)`, [id, lineOf('凭空机构')]);
    await importsOf(app).run(id);
    expect([await isRecorded('凭空机构'), await readState(id)]).toEqual([false, 'failed']);
  });

  it.each<[string, string, () => unknown]>([
    ['its sender', 'created_by = $2', () => administrator.id],
    ['that it is a dry run', 'dry_run = $2', () => false],
    ['that all are taken or none', 'mode = $2', () => 'each'],
    ['why it corrects', 'reason = $2', () => '改写的理由'],
    ['whose it is', 'sender_bodies = $2', () => []],
  ])('is taken no more where %s was altered', async (what, set, value) => {
    const query = what === 'that it is a dry run' ? '&dryRun=true' : what.includes('all') ? '&mode=all' : '';
    const name = `改写${what}`;
    const id = await upload([rowOf(name)], query);
    await byHand(`UPDATE import SET ${set} WHERE id = $1`, [id, value()]);
    await importsOf(app).run(id);
    expect(await isRecorded(name)).toBe(false);
    const [row] = await byHand<{ state: string }[]>(`SELECT state FROM import WHERE id = $1`, [id]);
    expect(row?.state).toBe('failed');
  });

  it.each([
    ['altered', `UPDATE import_line SET raw = $2 WHERE import_id = $1 AND line = 2`],
    ['added', `INSERT INTO import_line (import_id, line, raw) VALUES ($1, 3, $2)`],
    [
      'added with the seal of another',
      `INSERT INTO import_line (import_id, line, raw, mac)
       SELECT $1, 3, $2, mac FROM import_line WHERE import_id = $1 AND line = 1`,
    ],
  ])('with a line that was %s is not taken', async (how, statement) => {
    const names = [1, 2].map((n) => `原样${how}${n}`);
    const id = await upload(names.map(rowOf));
    await byHand(statement, [id, lineOf(`掺入${how}`)]);
    await importsOf(app).run(id);
    expect([await isRecorded(`掺入${how}`), await readState(id)]).toEqual([false, 'failed']);
  });

  it('is not taken again where it was put back after it was taken', async () => {
    const id = await upload([rowOf('收回机构')]);
    const lines = await byHand<{ line: number; raw: Buffer; mac: Buffer }[]>(
      `SELECT line, raw, mac FROM import_line WHERE import_id = $1`,
      [id],
    );
    await importsOf(app).run(id);
    expect((await readOutcome(app, officer, id)).figures).toEqual([1, 0, 0]);
    await byHand(`UPDATE import SET state = 'running', done_line = 0, finished_at = NULL WHERE id = $1`, [id]);
    for (const { line, raw, mac } of lines)
      await byHand(`INSERT INTO import_line (import_id, line, raw, mac) VALUES ($1, $2, $3, $4)`, [id, line, raw, mac]);
    await importsOf(app).run(id);
    expect((await readOutcome(app, officer, id)).figures).toEqual([1, 0, 0]);
    expect(await readState(id)).toBe('failed');
  });
});
