import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { makeUser, PASSWORD, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

/** A proxy we trust, so that each request can come from an address of its own; keys that two processes share. */
const key = `test:${randomBytes(32).toString('base64')}`;
const env = { TRUSTED_PROXIES: '127.0.0.1', TOKEN_KEYS: key, AUDIT_KEYS: key, IDENTITY_KEYS: key };
let app: TestApp;
let victim: TestAccount;
beforeAll(async () => {
  app = await startTestApp({ env });
  victim = await makeUser(app, 'bureau_officer');
});
afterAll(() => app.close());
const reset = () => app.dataSource.query(`DELETE FROM sign_in_attempt`);

const from = (address: string, login: string, password: string, server: TestApp = app) =>
  server.http.post('/api/v1/auth/sessions').set('X-Forwarded-For', address).send({ login, password });
/** Requests that are sent side by side. */
const BURST = 100;
const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code;

describe('1 000 wrong passwords for one account from one address', () => {
  it('end in 429 with Retry-After, after a handful of attempts; nobody else is kept out', async () => {
    await reset();
    const tally = new Map<number, number>();
    const guess = async (i: number): Promise<number> => {
      const { status } = await from('203.0.113.1', victim.login, `wrong ${i}`);
      tally.set(status, (tally.get(status) ?? 0) + 1);
      return status;
    };
    let sent = 0;
    while (sent < 1000 && (await guess(sent++)) !== 429);
    // The others side by side: one after the other they may last longer than the wait.
    while (sent < 1000) await Promise.all(Array.from({ length: Math.min(BURST, 1000 - sent) }, () => guess(sent++)));
    expect([...tally.values()].reduce((sum, n) => sum + n)).toBe(1000);
    expect([...tally.keys()].sort()).toEqual([401, 429]);
    expect(tally.get(401)).toBeLessThanOrEqual(12);
    const last = await from('203.0.113.1', victim.login, PASSWORD);
    expect([last.status, code(last)]).toEqual([429, 'throttled']);
    const wait = Number(last.headers['retry-after']);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(900);
    // The same account from another address, another account from the same one.
    expect((await from('203.0.113.2', victim.login, PASSWORD)).status).toBe(201);
    const other = await makeUser(app, 'supervisor');
    expect((await from('203.0.113.1', other.login, PASSWORD)).status).toBe(201);
  });

  it('the wait passes, and the right password then counts', async () => {
    await app.dataSource.query(
      `UPDATE sign_in_attempt SET blocked_until = blocked_until - interval '1 hour', counted_at = counted_at - interval '1 hour'`,
    );
    expect((await from('203.0.113.1', victim.login, PASSWORD)).status).toBe(201);
    // And with it, all that was counted against this account from this address.
    for (let i = 0; i < 10; i++) expect((await from('203.0.113.1', victim.login, 'wrong')).status).toBe(401);
  });

  it('do not lock the owner out where the account has signed in before, and are a hundred an hour there', async () => {
    await reset();
    expect((await from('203.0.113.3', victim.login, PASSWORD)).status).toBe(201);
    for (let i = 0; i < 60; i++) expect((await from('203.0.113.3', victim.login, 'wrong')).status).toBe(401);
    expect((await from('203.0.113.3', victim.login, PASSWORD)).status).toBe(201);
    const tally: number[] = [];
    for (let i = 0; i < 130; i++) tally.push((await from('203.0.113.3', victim.login, 'wrong')).status);
    expect(tally.filter((status) => status === 401).length).toBeLessThanOrEqual(103);
    const last = await from('203.0.113.3', victim.login, PASSWORD);
    expect([last.status, Number(last.headers['retry-after']) <= 36]).toEqual([429, true]);
    // Without the owner having signed in there, the eleventh waits.
    await reset();
    const strangers: number[] = [];
    for (let i = 0; i < 12; i++) strangers.push((await from('203.0.113.4', victim.login, 'wrong')).status);
    expect(strangers.slice(10)).toEqual([401, 429]);
  });

  it('and a hundred for strangers’ logins do not keep out whoever the address knows', async () => {
    await reset();
    expect((await from('203.0.113.8', victim.login, PASSWORD)).status).toBe(201);
    const tally: number[] = [];
    for (let i = 0; i < 110; i++) tally.push((await from('203.0.113.8', `nobody${i}`, 'wrong')).status);
    expect(tally.at(-1)).toBe(429);
    expect((await from('203.0.113.8', victim.login, PASSWORD)).status).toBe(201);
  });
});

describe('guesses side by side', () => {
  it('do not outrun the count, in two processes on one database', async () => {
    await reset();
    const second = await startTestApp({ env: { ...env, DATABASE_URL: app.settings.databaseUrl as string } });
    try {
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, i) => from('203.0.113.9', victim.login, `wrong ${i}`, i % 2 ? app : second)),
      );
      expect(answers.filter((a) => a.status === 401)).toHaveLength(11);
      expect(answers.filter((a) => a.status === 429)).toHaveLength(49);
    } finally {
      await second.close();
    }
  });

  it('an Idempotency-Key does not undo the count', async () => {
    await reset();
    const attempt = (i: number) =>
      from('203.0.113.10', victim.login, `wrong ${i}`).set('Idempotency-Key', `guess-${i}`);
    for (let i = 0; i < 11; i++) expect((await attempt(i)).status).toBe(401);
    const refused = await attempt(11);
    expect(refused.status).toBe(429);
    // What asked to come back later is looked at again when it does.
    await reset();
    expect((await attempt(11)).status).toBe(401);
  });
});

describe('many addresses against one account', () => {
  it('are slowed together, but not the owner at an address the account knows', async () => {
    await reset();
    expect((await from('198.51.100.7', victim.login, PASSWORD)).status).toBe(201);
    let refused = 0;
    for (let i = 0; i < 115; i++) if ((await from(`192.0.2.${i}`, victim.login, 'wrong')).status === 429) refused++;
    expect(refused).toBeGreaterThan(5);
    expect((await from('192.0.2.200', victim.login, PASSWORD)).status).toBe(429);
    expect((await from('198.51.100.7', victim.login, PASSWORD)).status).toBe(201);
    // Nor did the owner's signing in open the door for the others.
    expect((await from('192.0.2.201', victim.login, 'wrong')).status).toBe(429);
  });

  it('of one IPv6 network count as one', async () => {
    await reset();
    const status = async (i: number) => (await from(`2001:db8:0:1::${i.toString(16)}`, victim.login, 'wrong')).status;
    for (let i = 1; i <= 11; i++) expect(await status(i)).toBe(401);
    expect(await status(12)).toBe(429);
  });
});

describe('one address against many accounts', () => {
  it('waits after a hundred, whether the accounts exist or not', async () => {
    await reset();
    const tally: number[] = [];
    for (let i = 0; i < 110; i++) tally.push((await from('203.0.113.77', `nobody${i}`, 'wrong')).status);
    expect(tally.slice(0, 100).every((status) => status === 401)).toBe(true);
    expect(tally.at(-1)).toBe(429);
    expect((await from('203.0.113.77', victim.login, PASSWORD)).status).toBe(429);
  });

  it('the count holds for one-time codes too', async () => {
    const answer = await app.http
      .post('/api/v1/auth/setup')
      .set('X-Forwarded-For', '203.0.113.77')
      .send({ code: 'AAAAA-AAAAA-AAAAA-AAAAA', password: 'a long enough secret' });
    expect([answer.status, code(answer)]).toEqual([429, 'throttled']);
  });
});

describe('what is counted', () => {
  it('the current password of a change of password', async () => {
    const person = await makeUser(app, 'supervisor');
    await reset();
    const change = () =>
      app.http
        .post('/api/v1/auth/password')
        .set(person.auth)
        .send({ currentPassword: 'wrong', newPassword: 'a long enough secret' });
    for (let i = 0; i < 11; i++) expect((await change()).status).toBe(422);
    expect((await change()).status).toBe(429);
  });

  it('is kept without the login or the address, and deleted once it says nothing any more', async () => {
    await reset();
    await from('203.0.113.5', 'somebody', 'wrong');
    const read = () =>
      app.dataSource.query<{ text: string }[]>(
        `SELECT string_agg(a::text, ' ') AS text, count(*)::int AS n FROM sign_in_attempt a`,
      );
    expect(await read()).toMatchObject([{ n: 3 }]);
    expect(JSON.stringify(await read())).not.toMatch(/somebody|203\.0\.113/);
    await app.dataSource.query(`UPDATE sign_in_attempt SET forget_at = clock_timestamp() - interval '1 minute'`);
    await from('203.0.113.6', 'another', 'wrong');
    expect(await read()).toMatchObject([{ n: 3 }]);
  });
});

describe('addresses', () => {
  it('behind an unlisted proxy are one, and its wrong passwords do not lock out who signed in through it', async () => {
    const open = await startTestApp();
    try {
      const person = await makeUser(open, 'supervisor');
      expect((await from('192.0.2.1', person.login, PASSWORD, open)).status).toBe(201);
      for (let i = 0; i < 20; i++) expect((await from(`192.0.2.${i}`, person.login, 'wrong', open)).status).toBe(401);
      expect((await from('192.0.2.77', person.login, PASSWORD, open)).status).toBe(201);
    } finally {
      await open.close();
    }
  });

  it('that an unlisted proxy names are not believed', async () => {
    const open = await startTestApp();
    try {
      const person = await makeUser(open, 'supervisor');
      await open.dataSource.query(`DELETE FROM sign_in_attempt`);
      for (let i = 0; i < 11; i++) expect((await from(`192.0.2.${i}`, person.login, 'wrong', open)).status).toBe(401);
      expect((await from('192.0.2.99', person.login, 'wrong', open)).status).toBe(429);
    } finally {
      await open.close();
    }
  });
});

describe('requests of one network that are counted before a password is looked at', () => {
  it('do not keep out the owner whose account is known there, and still hold others up', async () => {
    const open = await startTestApp({ env: { ...env, THROTTLE: 'true' } });
    try {
      const person = await makeUser(open, 'supervisor');
      const stranger = await makeUser(open, 'supervisor');
      const home = '203.0.113.20';
      expect((await from(home, person.login, PASSWORD, open)).status).toBe(201);
      const tally = async (login: string, count: number): Promise<number[]> => {
        const answers: number[] = [];
        for (let i = 0; i < count; i++) answers.push((await from(home, login, `wrong ${i}`, open)).status);
        return answers;
      };
      expect(new Set(await tally(person.login, 60))).toEqual(new Set([401]));
      expect((await from(home, person.login, PASSWORD, open)).status).toBe(201);
      // Where the account has not signed in from there, and beyond a hundred guesses where it has.
      expect((await tally(stranger.login, 35)).filter((status) => status === 401).length).toBeLessThanOrEqual(11);
      expect((await tally(person.login, 110)).at(-1)).toBe(429);
      // All that one network may ask for, whatever logins it names, does not hold the owner up either.
      await open.dataSource.query(`UPDATE sign_in_attempt SET level = 0, blocked_until = NULL`);
      // In bursts: one after the other they may last longer than the minute for which they are counted.
      let refused = false;
      for (let burst = 0; burst < 40 && !refused; burst++) {
        const answers = await Promise.all(
          Array.from({ length: BURST }, (_, i) => from(home, `nobody${burst * BURST + i}`, '', open)),
        );
        refused = answers.some(({ status }) => status === 429);
      }
      expect((await from(home, 'somebody', 'wrong', open)).status).toBe(429);
      expect((await from(home, person.login, PASSWORD, open)).status).toBe(201);
    } finally {
      await open.close();
    }
  });
});
