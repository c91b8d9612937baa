import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlannedReader } from '../../src/kernel/database/connections/planned-reader.js';
import { makeAccount, makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

describe('a list that takes longer to plan than to read', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const makeOfficer = async () =>
    makeAccount(app, { role: 'bureau_officer', organisation: await makeBody(app, { region: '990203' }) });
  const plans = () =>
    app.running.app.get(PlannedReader).query<{ generic: number; custom: number }>(
      `SELECT coalesce(sum(generic_plans), 0)::int AS generic, coalesce(sum(custom_plans), 0)::int AS custom
         FROM pg_prepared_statements WHERE position($1 IN statement) > 0`,
      ['AS labelled'],
      app.dataSource,
    );

  it('is planned once for everybody with the same roles, whoever asks', async () => {
    const officers = [await makeOfficer(), await makeOfficer()];
    for (const officer of [...officers, ...officers, ...officers])
      await app.http.get('/api/v1/me/tasks').set(officer.auth).expect(200);
    expect(await plans()).toEqual([{ generic: 6, custom: 0 }]);
  });

  it('is the same list where it is asked for in another way', async () => {
    const officer = await makeOfficer();
    const [usual, other] = await Promise.all(
      ['/api/v1/me/tasks', '/api/v1/me/tasks?limit=50'].map(async (path) => app.http.get(path).set(officer.auth)),
    );
    expect(other?.body).toEqual(usual?.body);
    expect(await plans()).toMatchObject([{ custom: 0 }]);
  });
});
