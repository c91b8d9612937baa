import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { toScope } from '../../src/kernel/access/scope.js';
import { PlannedReader } from '../../src/kernel/database/connections/planned-reader.js';
import { PoolReader } from '../../src/kernel/database/reader.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { TendersQueries } from '../../src/purchase/tenders/reads/tenders.queries.js';
import { makeAccount, makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

describe('what takes longer to plan than to read', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const makeOfficer = async () =>
    makeAccount(app, { role: 'bureau_officer', organisation: await makeBody(app, { region: '990203' }) });
  const plans = (words = 'AS labelled') =>
    app.running.app.get(PlannedReader).query<{ generic: number; custom: number }>(
      `SELECT coalesce(sum(generic_plans), 0)::int AS generic, coalesce(sum(custom_plans), 0)::int AS custom
         FROM pg_prepared_statements WHERE position($1 IN statement) > 0`,
      [words],
      new PoolReader(app.dataSource),
    );

  it('a list of tasks is planned once for everybody with the same roles, whoever asks', async () => {
    const officers = [await makeOfficer(), await makeOfficer()];
    for (const officer of [...officers, ...officers, ...officers])
      await app.http.get('/api/v1/me/tasks').set(officer.auth).expect(200);
    expect(await plans()).toEqual([{ generic: 6, custom: 0 }]);
  });

  it('a list of tasks is the same where it is asked for in another way', async () => {
    const officer = await makeOfficer();
    const [usual, other] = await Promise.all(
      ['/api/v1/me/tasks', '/api/v1/me/tasks?sort=since'].map(async (path) => app.http.get(path).set(officer.auth)),
    );
    expect(other?.body).toEqual(usual?.body);
    expect(await plans()).toMatchObject([{ custom: 0 }]);
  });

  it('a list of tasks of one kind, or of another length, is planned with it', async () => {
    const officer = await makeOfficer();
    await app.http.get('/api/v1/me/tasks').set(officer.auth).expect(200);
    const [before] = await plans();
    for (const query of ['kind=deadline', 'limit=200', 'kind=flag&limit=2'])
      await app.http.get(`/api/v1/me/tasks?${query}`).set(officer.auth).expect(200);
    expect(await plans()).toEqual([{ generic: (before?.generic ?? 0) + 3, custom: 0 }]);
  });

  it('a purchase that a transaction reads again and again is planned for its connection', async () => {
    const buyer = await makeBody(app, { region: '990203' });
    const officer = await makeAccount(app, { role: 'bureau_officer', organisation: buyer });
    const { body } = await app.http.post('/api/v1/tenders').set(officer.auth).send({ buyer, title: 'A' }).expect(201);
    const own = await app.running.app.get(Transactions).run(SYSTEM, async ({ manager }) => {
      for (let read = 0; read < 8; read++)
        await app.running.app.get(TendersQueries).one(toScope(SYSTEM), (body as { id: string }).id, 'en');
      return manager.query<{ generic: number; custom: number }[]>(
        `SELECT generic_plans::int AS generic, custom_plans::int AS custom FROM pg_prepared_statements WHERE position('AS notice_parts' IN statement) > 0`,
      );
    });
    expect(own).toEqual([{ generic: 8, custom: 0 }]);
  });

  it('a purchase is read by a plan that holds for every purchase and every caller', async () => {
    const buyer = await makeBody(app, { region: '990203' });
    const officers = [0, 1].map(() => makeAccount(app, { role: 'bureau_officer', organisation: buyer }));
    for (const officer of await Promise.all(officers)) {
      const made = await app.http.post('/api/v1/tenders').set(officer.auth).send({ buyer, title: 'A' }).expect(201);
      const [before] = await plans('AS notice_parts');
      for (const read of [1, 2, 3]) {
        await app.http
          .get(made.headers.location as string)
          .set(officer.auth)
          .expect(200);
        expect(await plans('AS notice_parts')).toEqual([{ generic: (before?.generic ?? 0) + read, custom: 0 }]);
      }
    }
  });
});
