import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Child } from '../support/child.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { buildProduct, startProduct } from '../support/product.js';

const key = () => `k:${randomBytes(32).toString('base64')}`;
let database: TestDatabase;
let folder: string;
let env: NodeJS.ProcessEnv;
const children: Child[] = [];
beforeAll(async () => {
  await buildProduct();
  database = await createDatabase();
  folder = mkdtempSync(join(tmpdir(), 'throughline-process-'));
  env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    PORT: '0',
    DATA_DIR: folder,
    DATABASE_URL: database.applicationUrl,
    TRUSTED_PROXIES: 'none',
    SECOND_FACTOR_ROLES: 'none',
    TOKEN_KEYS: key(),
    AUDIT_KEYS: key(),
    IDENTITY_KEYS: key(),
    OPENING_PUBLIC_KEY: key(),
  };
});
afterAll(async () => {
  for (const child of children) await child.kill();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** The HTTP process of a production service. */
function start(more: NodeJS.ProcessEnv = {}): Child {
  const child = startProduct('main', { ...env, ...more });
  children.push(child);
  return child;
}
interface Served {
  child: Child;
  url: string;
  /** What it answers about awards, the first that it is asked. */
  awards: unknown;
}

/** One that several tests ask, started by the first of them. */
let serving: Promise<Served> | undefined;
function serve(): Promise<Served> {
  const begin = async () => {
    const child = start();
    const url = await child.says(/^ready (http\S+)$/m, 120_000);
    const headers = { 'X-Request-Id': 'log-0' };
    const answer = await fetch(`${url}/api/v1/statistics/awards?year=2018`, { headers });
    return { child, url, awards: await answer.json() };
  };
  return (serving ??= begin());
}
async function rows<T>(sql: string): Promise<T[]> {
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

/** What must not be in any log, each with a word of its own. */
const PLANTED = {
  password: 'planted-password-1',
  token: 'plantedtoken1.plantedtoken1.plantedtoken1',
  refresh: 'planted-refresh-1',
  code: 'PLANT-EDCOD-EPLAN-TEDCO',
  phone: '13912345678',
  person: '植入人名',
  note: 'planted note',
  asked: 'planted-search',
  login: 'planted.login',
};

describe('a production process', () => {
  it('has loaded no demonstration, has no account, and speaks of live data', async () => {
    const { awards } = await serve();
    const [counts] = await rows<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM tender) AS tenders, (SELECT count(*)::int FROM app_user) AS users,
              (SELECT count(*)::int FROM organisation) AS bodies, (SELECT count(*)::int FROM business_time) AS shifted`,
    );
    expect(counts).toEqual({ tenders: 0, users: 0, bodies: 0, shifted: 0 });
    expect(awards).toMatchObject({ dataset: 'live', total: { deals: 0 } });
  });

  it('logs lines of JSON with the request’s id, and neither secrets nor persons', async () => {
    const { child, url } = await serve();
    const send = async (id: string, path: string, body?: object, headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { 'X-Request-Id': id, ...(body && { 'Content-Type': 'application/json' }), ...headers },
        ...(body && { body: JSON.stringify(body) }),
      });
      return [response.status, ((await response.json()) as { code?: string }).code];
    };
    const { password, token, refresh, code, phone, person, note, asked, login } = PLANTED;
    const registration = {
      agencyName: person,
      creditCode: '91350100M000100Y43',
      contactName: person,
      phone,
      login,
      note,
    };
    expect(await send('log-1', '/api/v1/auth/sessions', { login, password })).toEqual([401, 'wrong_credentials']);
    expect(await send('log-2', '/api/v1/me', undefined, { Authorization: `Bearer ${token}` })).toEqual([
      401,
      'invalid_token',
    ]);
    expect(await send('log-3', '/api/v1/auth/refresh', { refreshToken: refresh })).toEqual([
      401,
      'invalid_refresh_token',
    ]);
    expect(await send('log-4', '/api/v1/auth/setup', { code, password })).toEqual([401, 'invalid_setup_code']);
    expect(await send('log-4b', '/api/v1/auth/sessions/second-factor', { ticket: token, code })).toEqual([
      401,
      'invalid_ticket',
    ]);
    expect(await send('log-5', `/api/v1/notices?q=${asked}`)).toEqual([200, undefined]);
    expect(await send('log-6', `/${person}/${asked}`)).toEqual([404, 'route_not_found']);
    // A fault whose own words quote what was sent.
    await rows(`CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'value "%" is too long, key "%"', NEW, NEW; END $$`);
    await rows(`CREATE TRIGGER fault BEFORE INSERT ON registration FOR EACH ROW EXECUTE FUNCTION fault()`);
    expect(await send('log-7', '/api/v1/registrations', registration)).toEqual([500, 'internal_error']);
    await rows(`DROP TRIGGER fault ON registration; DROP FUNCTION fault()`);
    expect(await send('log-8', '/api/v1/registrations', registration)).toEqual([201, undefined]);

    child.signal('SIGTERM');
    expect(await child.end()).toBe(0);
    const lines = child.output.trim().split('\n');
    const logged = lines.filter((line) => !line.startsWith('ready ')).map((line) => JSON.parse(line) as Logged);
    expect(lines.length - logged.length).toBe(1);
    const answers = logged.filter((line) => line.status !== undefined);
    expect(answers.map((line) => [line.requestId, line.method, line.route, line.status])).toEqual([
      ['log-0', 'GET', '/api/v1/statistics/awards', 200],
      ['log-1', 'POST', '/api/v1/auth/sessions', 401],
      ['log-2', 'GET', '/api/v1/me', 401],
      ['log-3', 'POST', '/api/v1/auth/refresh', 401],
      ['log-4', 'POST', '/api/v1/auth/setup', 401],
      ['log-4b', 'POST', '/api/v1/auth/sessions/second-factor', 401],
      ['log-5', 'GET', '/api/v1/notices', 200],
      ['log-6', 'GET', 'unknown', 404],
      ['log-7', 'POST', '/api/v1/registrations', 500],
      ['log-8', 'POST', '/api/v1/registrations', 201],
    ]);
    const fault = logged.find((line) => line.level >= 50);
    expect(fault).toMatchObject({ requestId: 'log-7', sqlState: 'P0001' });
    expect(fault?.statement).toContain('INSERT INTO registration');
    expect(fault?.stack).toContain('at ');
    const all =
      child.output +
      (await rows<{ t: string }>(`SELECT coalesce(string_agg(o::text, ' '), '') AS t FROM outbox o`))[0]?.t;
    for (const word of Object.values(PLANTED)) expect([word, child.output.includes(word)]).toEqual([word, false]);
    for (const secret of [password, token, refresh, code, phone])
      expect([secret, all.includes(secret)]).toEqual([secret, false]);
    for (const name of ['TOKEN_KEYS', 'AUDIT_KEYS', 'IDENTITY_KEYS', 'OPENING_PUBLIC_KEY', 'DATABASE_URL'])
      expect(child.output).not.toContain(env[name]);
  });

  it('does not run on shifted business time', async () => {
    await rows(`INSERT INTO business_time (behind) VALUES (interval '-1 day')`);
    try {
      const child = start();
      expect(await child.end(120_000)).toBe(1);
      expect(child.output).toContain('This database runs on shifted business time');
    } finally {
      await rows(
        `ALTER TABLE business_time DISABLE TRIGGER USER; DELETE FROM business_time; ALTER TABLE business_time ENABLE TRIGGER USER`,
      );
    }
  });

  it('does not start on a port that is occupied, and says so without a stack', async () => {
    const occupant = createServer();
    await new Promise<void>((listening) => occupant.listen(0, '127.0.0.1', listening));
    const { port } = occupant.address() as AddressInfo;
    const child = start({ PORT: String(port), LOG_LEVEL: 'fatal' });
    expect(await child.end(120_000)).toBe(1);
    expect(child.output.trim()).toBe(`PORT: 127.0.0.1:${port} is occupied. Choose another PORT.`);
    await new Promise((closed) => occupant.close(closed));
  });

  it('does not start with a wrong setting, and names it without a stack', async () => {
    const child = start({ PORT: 'abc', TOKEN_KEYS: 'planted-key', DATABASE_URL: '' });
    expect(await child.end(120_000)).toBe(1);
    expect(child.output.trim().split('\n')).toEqual([
      'The settings are not valid:',
      expect.stringMatching(/^ {2}PORT: must be an integer/),
      expect.stringMatching(/^ {2}TOKEN_KEYS: is not a comma-separated list/),
      '  DATABASE_URL: is required in production',
    ]);
    expect(child.output).not.toContain('planted-key');
  });

  it('does not start until its proxies are named or said to be none', async () => {
    const child = start({ TRUSTED_PROXIES: '' });
    expect(await child.end(120_000)).toBe(1);
    expect(child.output.trim().split('\n')).toEqual([
      'The settings are not valid:',
      '  TRUSTED_PROXIES: is required in production: the proxies in front of it, or `none`',
    ]);
  });

  it('does not serve by a role that owns the tables, nor where it is given that role', async () => {
    const asOwner = start({ DATABASE_URL: database.url });
    expect(await asOwner.end(120_000)).toBe(1);
    expect(asOwner.output).toMatch(/^DATABASE_URL: the role throughline may do more .*is a superuser.*owns tables/);
    const given = start({ MIGRATION_DATABASE_URL: database.url });
    expect(await given.end(120_000)).toBe(1);
    expect(given.output.trim()).toBe(
      'MIGRATION_DATABASE_URL: in production only `migrate` is given it, never a process that serves or works.',
    );
  });

  it('does not migrate: on a schema that is behind it says the command, and nothing is changed', async () => {
    const [last] = await rows<{ id: number; name: string }>(
      `SELECT id, name FROM migration ORDER BY timestamp DESC LIMIT 1`,
    );
    await rows(`DELETE FROM migration WHERE id = ${last?.id}`);
    try {
      const child = start();
      expect(await child.end(120_000)).toBe(1);
      expect(child.output.trim()).toBe(
        `The database is behind this version: 1 migrations are missing, the first is ${last?.name}. Run \`node dist/src/cli.js migrate\` with the owner’s address in MIGRATION_DATABASE_URL, then start again.`,
      );
      expect(await rows(`SELECT FROM migration WHERE name = '${last?.name}'`)).toEqual([]);
    } finally {
      await rows(
        `INSERT INTO migration (id, timestamp, name) VALUES (${last?.id}, ${last?.name.slice(-13)}, '${last?.name}')`,
      );
    }
  });

  it('does not serve where it is given the key that opens bids: that is the worker’s alone', async () => {
    const apart = mkdtempSync(join(tmpdir(), 'throughline-opening-'));
    const file = join(apart, 'opening');
    writeFileSync(file, `${key()}\n`, { mode: 0o600 });
    const child = start({ OPENING_KEY_FILE: file });
    expect(await child.end(120_000)).toBe(1);
    rmSync(apart, { recursive: true });
    expect(child.output.trim()).toBe(
      'OPENING_KEY_FILE: in production only the worker is given it, never a process that answers requests.',
    );
  });
});

const QUICK_TIME = new URL('../support/quick-time.mjs', import.meta.url).href;

it('a process that has answered on for as long as it may gives what is under way the whole time to end', async () => {
  const child = start({ DRAIN_SECONDS: '25', IMPORT_IDLE_SECONDS: '300', NODE_OPTIONS: `--import=${QUICK_TIME}` });
  const { port, hostname } = new URL(await child.says(/^ready (http\S+)$/m, 120_000));
  const socket = connect(Number(port), hostname);
  const asked = ['POST /api/v1/auth/sessions HTTP/1.1', 'Host: x', 'Content-Type: application/json'];
  socket.write([...asked, 'Content-Length: 100', 'Expect: 100-continue', '', '{'].join('\r\n'));
  // The request is under way, and its body does not end.
  await once(socket, 'data');
  socket.on('error', () => undefined);
  child.signal('SIGTERM');
  expect([await child.end(), child.output]).toEqual([0, expect.not.stringContaining('did not stop')]);
  socket.destroy();
});

interface Logged {
  level: number;
  time: string;
  requestId?: string;
  method?: string;
  route?: string;
  status?: number;
  statement?: string;
  stack?: string;
}
