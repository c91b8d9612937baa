import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Inboxes } from '../../src/desk/notifications/inboxes.service.js';
import { RowsKeeper } from '../../src/imports/keeping/rows-keeper.js';
import { bearer, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { importsOf } from '../support/imports.js';

interface Told {
  kind: string;
  title: string;
  tender: string | null;
  contract: string | null;
  import: string | null;
}

describe('an import whose rows were not all taken', () => {
  let app: TestApp;
  let bureau: string;
  let officer: TestAccount;
  let colleague: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBody(app);
    [officer, colleague] = [
      await makeUser(app, 'bureau_officer', bureau),
      await makeUser(app, 'bureau_officer', bureau),
    ];
    for (const by of [officer, colleague]) await open(by);
  });
  afterAll(() => app.close());

  const open = (by: TestAccount, muted: string[] = []) =>
    app.http.put('/api/v1/me/inbox').set(by.auth).send({ muted }).expect(200);
  const GOOD = { externalId: 'news:1', title: '居家养老' };
  const receive = async (rows: object[], by: { auth: TestAccount['auth'] } = officer, query = ''): Promise<string> => {
    const { body } = await app.http
      .post(`/api/v1/imports?kind=purchases${query}`)
      .set({ ...by.auth, 'Content-Type': 'application/x-ndjson' })
      .send(rows.map((row) => `${JSON.stringify({ buyer: bureau, ...row })}\n`).join(''))
      .expect(202);
    return (body as { id: string }).id;
  };
  const send = async (...given: Parameters<typeof receive>): Promise<string> => {
    const id = await receive(...given);
    await importsOf(app).run(id);
    return id;
  };
  const told = async (by: TestAccount): Promise<Told[]> => {
    const { body } = await app.http
      .get('/api/v1/me/notifications?kind=import_rows_not_taken')
      .set({ ...by.auth, 'Accept-Language': 'en' })
      .expect(200);
    return (body as { items: Told[] }).items;
  };

  it('is news to who sent it, once, and to nobody else', async () => {
    await send([GOOD]);
    expect(await told(officer)).toEqual([]);
    const id = await send([GOOD, { externalId: 'news:2' }]);
    await importsOf(app).run(id);
    const news = { title: 'Rows of an imported file were not taken', import: id, tender: null, contract: null };
    expect(await told(officer)).toMatchObject([news]);
    expect(await told(colleague)).toEqual([]);
  });

  it('is news to who holds the key that sent it', async () => {
    const { body } = await app.http
      .post('/api/v1/api-keys')
      .set(colleague.auth)
      .send({ name: 'erp', organisation: bureau, scopes: ['import.run', 'tender.record'] })
      .expect(201);
    const id = await send([{ externalId: 'news:3' }], { auth: bearer((body as { key: string }).key) });
    expect((await told(colleague)).map((each) => each.import)).toEqual([id]);
  });

  it('is told where all rows were taken back for one, and of no dry run', async () => {
    const before = (await told(officer)).length;
    await send([{ externalId: 'news:4' }], officer, '&dryRun=true');
    expect(await told(officer)).toHaveLength(before);
    const id = await send([{ ...GOOD, externalId: 'news:5' }, { externalId: 'news:6' }], officer, '&mode=all');
    expect((await told(officer))[0]).toMatchObject({ import: id });
  });

  it('is told where it was given up', async () => {
    const id = await receive([{ ...GOOD, externalId: 'news:7' }]);
    await app.dataSource.query(
      `UPDATE import SET created_at = clock_timestamp() - interval '31 days', error = 'x' WHERE id = $1`,
      [id],
    );
    await app.running.app.get(RowsKeeper).deleteOverdueRows();
    expect((await told(officer))[0]).toMatchObject({ import: id });
  });

  it('is told to who opens an inbox after the file was done, once, in the days of news', async () => {
    const [sender, other] = [
      await makeUser(app, 'bureau_officer', bureau),
      await makeUser(app, 'bureau_officer', bureau),
    ];
    const id = await send([{ externalId: 'news:9' }], sender);
    await send([{ externalId: 'news:10' }], sender, '&dryRun=true');
    await send([{ ...GOOD, externalId: 'news:11' }], sender);
    const old = await send([{ externalId: 'news:12' }], sender);
    await app.dataSource.query(`UPDATE import SET finished_at = finished_at - interval '31 days' WHERE id = $1`, [old]);
    const { body } = await app.http
      .post('/api/v1/api-keys')
      .set(sender.auth)
      .send({ name: 'erp', organisation: bureau, scopes: ['import.run', 'tender.record'] })
      .expect(201);
    const byKey = await send([{ externalId: 'news:13' }], { auth: bearer((body as { key: string }).key) });
    for (const by of [sender, other]) await open(by);
    for (let times = 0; times < 2; times++) {
      await app.dataSource.query(`UPDATE inbox SET next_look_at = clock_timestamp()`);
      await app.running.app.get(Inboxes).look();
      expect((await told(sender)).map((each) => each.import).toSorted()).toEqual([id, byKey].toSorted());
      expect(await told(other)).toEqual([]);
    }
    await open(officer, ['import_rows_not_taken']);
    const before = await told(officer);
    await send([{ externalId: 'news:14' }]);
    await app.running.app.get(Inboxes).look();
    expect(await told(officer)).toEqual(before);
    await open(officer);
  });

  it('is told to nobody who does not want to be told of it', async () => {
    await open(officer, ['import_rows_not_taken']);
    const before = await told(officer);
    await send([{ externalId: 'news:8' }]);
    expect(await told(officer)).toEqual(before);
  });
});
