import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { nameCodes } from '../../src/people/accounts/second-factor/codes.rules.js';
import { SignInThrottle } from '../../src/people/accounts/sessions/sign-in/sign-in-throttle.js';
import { makeUser, PASSWORD } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { holding } from '../support/holder.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(() => app.close());

it('a sign-in with a code, and another from that address, which counts: neither waits for the other', async () => {
  const person = await makeUser(app, 'bureau_officer');
  const throttle = app.running.app.get(SignInThrottle);
  const addresses = Array.from({ length: 200 }, (_, i) => `203.0.113.${i}`);
  /** The counters of a guessed code, in the order in which they are locked; by chance that of the address is the last one. */
  const counters = addresses.flatMap((address) => {
    const kinds = [...throttle['nameCounters'](nameCodes(person.id), address, 'codes')].sort(([a], [b]) =>
      a < b ? -1 : 1,
    );
    return kinds.at(-1)?.[1] === 'address' ? [{ address, keys: kinds.map(([key]) => Buffer.from(key, 'hex')) }] : [];
  });
  const { address, keys } = counters[0] ?? { address: '', keys: [] };
  const answered = await holding(app, (counting) =>
    holding(app, async (account) => {
      await account.lock('app_user', [person.id]);
      const answer = app.http
        .post('/api/v1/auth/sessions')
        .set('X-Forwarded-For', address)
        .send({ login: person.login, password: PASSWORD, code: '000000' })
        .then((signedIn) => signedIn);
      await account.waitUntilAwaited();
      await counting.lock('sign_in_attempt', keys.slice(0, -1), 'FOR UPDATE', 'key');
      await account.commit();
      await counting.waitUntilAwaited();
      await counting.lock('sign_in_attempt', keys.slice(-1), 'FOR UPDATE', 'key');
      await counting.commit();
      return answer;
    }),
  );
  expect(answered.status).toBe(201);
  const levels = await app.dataSource.query<{ level: number }[]>(
    `SELECT level FROM sign_in_attempt WHERE key = ANY ($1)`,
    [keys],
  );
  expect(levels.map(({ level }) => level)).toEqual([0, 0, 0]);
});
