import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountDesk } from '../support/account-desk.js';
import { makeBody, makeUser, PASSWORD } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { codeOf, type User } from '../support/users.js';

/**
 * What lower() makes of İ hangs on the locale of a database: i with the one of the C library that many are made with, itself with
 * the one of the tests. This one reads it as the former does.
 */
describe('a login in a database whose locale reads other letters as its own', () => {
  let app: TestApp;
  const options = process.env.PGOPTIONS;
  beforeAll(async () => {
    process.env.PGOPTIONS = '-c search_path=public,pg_catalog';
    app = await startTestApp();
    await app.dataSource.query(
      `CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT replace(pg_catalog.lower($1), 'İ', 'i') $$`,
    );
    const desk = new AccountDesk(app);
    const seats = [{ organisation: await makeBody(app), role: 'bureau_officer' }];
    const { body } = await desk.create(await makeUser(app, 'admin'), seats, 'inspector').expect(201);
    await desk.setUp((body as User).setupCode).expect(200);
  });
  afterAll(async () => {
    if (options === undefined) delete process.env.PGOPTIONS;
    else process.env.PGOPTIONS = options;
    await app.close();
  });

  const signIn = (login: string) => app.http.post('/api/v1/auth/sessions').send({ login, password: PASSWORD });

  it('is nobody’s with such a letter, which attempts would be counted by apart from its own', async () => {
    const answer = await signIn('İnspector');
    expect([answer.status, codeOf(answer)]).toEqual([401, 'wrong_credentials']);
    expect((await signIn('INSPECTOR')).status).toBe(201);
  });
});
