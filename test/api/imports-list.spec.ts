import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { postRows, sendRows } from '../support/bulk-rows.js';
import { importsOf, row } from '../support/imports.js';

let app: TestApp;
let bureau: string;
let officer: TestAccount;
let other: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  bureau = await makeBody(app, { name: '虚构区民政局' });
  officer = await makeUser(app, 'bureau_officer', bureau);
  other = await makeUser(app, 'bureau_officer');
});
afterAll(() => app.close());

interface Listed {
  id: string;
  state: string;
  kind: string | null;
}
const list = async (as: TestAccount, query = ''): Promise<Listed[]> => {
  const { body } = await app.http.get(`/api/v1/imports?limit=200${query}`).set(as.auth).expect(200);
  return body.items as Listed[];
};
const body = (name: string) => [{ externalId: `list:${name}`, name: `机构${name}` }];

describe('imports', () => {
  it('are listed newest first for whoever sent them, by pages, each as it is at its own address', async () => {
    const sender = await makeUser(app, 'bureau_officer');
    expect(await list(sender)).toEqual([]);
    await sendRows(app, sender, 'organisations', body('a'));
    await sendRows(app, sender, 'organisations', [...body('b'), { externalId: 'list:c' }]);
    const [second, first, ...more] = await list(sender);
    expect(more).toEqual([]);
    expect([first, second]).toMatchObject([
      { state: 'done', accepted: 1, rejected: 0, kind: 'organisations' },
      { state: 'done', accepted: 1, rejected: 1, kind: 'organisations' },
    ]);
    expect((await app.http.get(`/api/v1/imports/${second?.id}`).set(sender.auth).expect(200)).body).toEqual(second);
    const page = await app.http.get('/api/v1/imports?limit=1').set(sender.auth).expect(200);
    expect(page.body.items).toEqual([second]);
    expect((await app.http.get(page.body.next).set(sender.auth).expect(200)).body).toEqual({
      items: [first],
      next: null,
    });
  });

  it('are listed for the people of the body they were sent for who may send such files, and for nobody of another', async () => {
    await sendRows(app, officer, 'organisations', body('d'));
    const [sent] = await list(officer);
    const colleague = await makeUser(app, 'bureau_officer', bureau);
    expect(await list(colleague)).toEqual([sent]);
    expect(await list(other)).toEqual([]);
    await app.http.get(`/api/v1/imports/${sent?.id}`).set(other.auth).expect(404);
    const worker = await makeUser(app, 'agency_worker');
    expect(await list(worker)).toEqual([]);
    const expert = await makeUser(app, 'panel_member');
    await app.http.get('/api/v1/imports').set(expert.auth).expect(403);
  });

  it('of notices are listed beside those of rows, and chosen by kind and by state', async () => {
    const sender = await makeUser(app, 'admin');
    const { body: waiting } = await postRows(app, sender, 'organisations', body('e')).expect(202);
    const { body: notices } = await app.http
      .post('/api/v1/imports?name=listed')
      .set({ ...sender.auth, 'Content-Type': 'application/x-ndjson' })
      .send(`${JSON.stringify(row('l-1'))}\n`)
      .expect(202);
    await importsOf(app).run(notices.id);
    const ids = async (query: string) => (await list(sender, query)).map(({ id }) => id);
    expect(await ids('')).toEqual([notices.id, waiting.id]);
    expect(await ids('&kind=organisations')).toEqual([waiting.id]);
    expect(await ids('&kind=payments')).toEqual([]);
    expect(await ids('&state=running')).toEqual([waiting.id]);
    expect(await ids('&state=done')).toEqual([notices.id]);
    await app.dataSource.query(`UPDATE import SET error = 'x' WHERE id = $1`, [waiting.id]);
    expect(await ids('&state=failed')).toEqual([waiting.id]);
    await app.http.get('/api/v1/imports?state=lost').set(sender.auth).expect(400);
  });
});
