import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { ChangeLog } from '../../src/kernel/audit/change-log.js';
import { Keys, parseKeys, type KeyRing } from '../../src/kernel/config/keys.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { Nudge } from '../../src/kernel/outbox/nudge.js';
import { SETUP_CODE } from '../../src/people/accounts/acting/acting-kinds.js';
import { PASSWORD, Person, signIn, type Root } from '../../tour/stage.js';
import { Authenticator } from '../support/authenticator.js';
import type { Child } from '../support/child.js';
import { creditCode } from '../support/contracts.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { buildProduct, startProduct } from '../support/product.js';
import { refusalOf } from './monday.js';

const key = (): string => `k:${randomBytes(32).toString('base64')}`;
/** Test data: no notice says this, and no other year is known by it. */
const CALENDAR = {
  source: '测试数据：虚构的放假安排',
  days: [
    { date: '2027-01-01', kind: 'holiday', name: '元旦' },
    { date: '2027-02-05', kind: 'holiday', name: '春节' },
    { date: '2027-02-06', kind: 'holiday', name: '春节' },
    { date: '2027-02-14', kind: 'makeup', name: '春节调休' },
  ],
};

let database: TestDatabase;
let folder: string;
let env: NodeJS.ProcessEnv;
const children: Child[] = [];
beforeAll(async () => {
  await buildProduct();
  database = await createDatabase({ empty: true });
  folder = mkdtempSync(join(tmpdir(), 'throughline-monday-'));
  env = {
    ...{
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: '0',
      DATA_DIR: folder,
      DATABASE_URL: database.applicationUrl,
    },
    TRUSTED_PROXIES: 'none',
    ...{ TOKEN_KEYS: key(), AUDIT_KEYS: key(), IDENTITY_KEYS: key(), OPENING_PUBLIC_KEY: key() },
  };
});
afterAll(async () => {
  for (const child of children) await child.kill();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** As the product writes it: by SQL alone a code that is changed opens nothing. */
async function bringCodesForward(): Promise<void> {
  const [token, audit, identity] = [env['TOKEN_KEYS'], env['AUDIT_KEYS'], env['IDENTITY_KEYS']].map((text) =>
    parseKeys(text ?? ''),
  ) as [KeyRing, KeyRing, KeyRing];
  const source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  const log = new ChangeLog(new Keys(token, audit, identity));
  await new Transactions(source, log, new Nudge()).run(SYSTEM, async (tx) => {
    const changed = await tx.query<{ user: string; hash: string }>(
      `UPDATE setup_code SET valid_from = clock_timestamp() WHERE valid_from IS NOT NULL
       RETURNING user_id AS user, encode(hash, 'hex') AS hash`,
    );
    for (const { user, hash } of changed) tx.bindRow(SETUP_CODE, user, hash);
  });
  await source.destroy();
}

/** A command of the product in production. */
function cli(...args: string[]): Child {
  return run(env, ...args);
}
function run(environment: NodeJS.ProcessEnv, ...args: string[]): Child {
  const child = startProduct('cli', environment, ...args);
  children.push(child);
  return child;
}
const START_MS = 240_000;

async function rows(sql: string): Promise<string> {
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    return JSON.stringify((await client.query(sql)).rows);
  } finally {
    await client.end();
  }
}

interface Made extends Root {
  setupCode?: string;
  setupCodeHalf?: string;
  requests: string[];
  passwordSet: boolean;
}
interface Window {
  certainty: string;
  workingDays: number | null;
}

/** A second factor, which an administrator's seat and an approver's demand: until it is set up nothing else is done. */
async function enrol(person: Person): Promise<string[]> {
  expect(await refusalOf(person.get('me/tasks'))).toEqual([403, 'second_factor_required']);
  const { secret } = await person.post<{ secret: string }>('auth/second-factor', { password: PASSWORD });
  const code = new Authenticator(secret).newCode();
  const { recoveryCodes } = await person.post<{ recoveryCodes: string[] }>('auth/second-factor/confirm', { code });
  return recoveryCodes;
}

it('Monday: Administrator', async () => {
  // The schema by its owner's role, which no other command is given; before that nothing starts.
  const early = cli('create-admin', 'chief.admin');
  expect(await early.end(START_MS)).toBe(1);
  expect(early.output).toMatch(/^The database is behind this version: .* Run `node dist\/src\/cli.js migrate`/);
  const migrated = run({ ...env, MIGRATION_DATABASE_URL: database.url }, 'migrate');
  expect(await migrated.end(START_MS)).toBe(0);

  // The first administrator of an empty production database: a code that is shown once.
  const made = cli('create-admin', 'chief.admin');
  expect(await made.end(START_MS)).toBe(0);
  const setupCode = await made.says(/^setup code (\S+)$/m);
  // A second administrator: of one body each is shown one code, and a reset takes both.
  const other = cli('create-admin', 'second.admin');
  expect(await other.end(START_MS)).toBe(0);
  const otherCode = await other.says(/^setup code (\S+)$/m);
  const url = await cli('serve').says(/^ready (http\S+)$/m, START_MS);
  const admin = await signIn(url, '系统管理员', 'chief.admin', setupCode);
  expect(await refusalOf(signIn(url, '旁人', 'chief.admin', setupCode))).toEqual([401, 'invalid_setup_code']);
  const colleague = await signIn(url, '系统管理员二', 'second.admin', otherCode);
  // Who administers accounts shows more than a password: an app, and codes on paper for when the app is lost.
  for (const person of [admin, colleague]) expect(await enrol(person)).toHaveLength(10);

  // The bureau and its officers, each with a code of their own, of which the database keeps no more than a hash.
  const bureau = await admin.post('organisations', { name: '【虚构】K区民政局', kind: 'bureau', region: '990203' });
  const user = (by: Person, login: string, role: string) =>
    by.post<Made>('users', { login, name: `【虚构】${login}`, seats: [{ organisation: bureau.id, role }] });
  const officer = await user(admin, 'k.officer', 'bureau_officer');
  const approver = await user(colleague, 'k.approver', 'bureau_approver');
  const stored = await rows(
    `SELECT encode(hash, 'hex') AS hash, encode(hash, 'escape') AS bytes, user_id FROM setup_code`,
  );
  for (const { id, setupCode: code = '' } of [officer, approver]) {
    expect(code.length).toBeGreaterThan(15);
    expect(stored).toContain(id);
    expect(stored).not.toContain(code);
    expect(await admin.get<Made>(`users/${id}`)).not.toHaveProperty('setupCode');
  }
  const person = await signIn(url, '经办人', 'k.officer', officer.setupCode ?? '');
  const second = await signIn(url, '审批人', 'k.approver', approver.setupCode ?? '');
  const [onPaper = ''] = await enrol(second);
  expect(await person.get('me')).toMatchObject({ login: 'k.officer', seats: [{ role: 'bureau_officer' }] });

  // The calendars and code lists that were loaded; the year that the State Council has not announced.
  const { items } = await admin.get<{ items: { year: number }[] }>('calendars?limit=200');
  expect(items.map(({ year }) => year)).toEqual(expect.arrayContaining([2004, 2017, 2026]));
  expect(items.map(({ year }) => year)).not.toContain(2027);
  const { items: categories } = await admin.get<{ items: { code: string }[] }>('code-lists/categories');
  expect(categories.map(({ code }) => code)).toContain('ELDERLY_HOME_CARE');
  const window = () => admin.post<Window>('planning/windows', { start: '2027-01-01', end: '2027-02-28' });
  expect(await window()).toMatchObject({ certainty: 'uncertain', workingDays: null });
  const file = join(folder, 'calendar-2027.json');
  writeFileSync(file, JSON.stringify(CALENDAR));
  const loading = cli('load-calendar', '2027', file);
  expect([await loading.end(START_MS), loading.output]).toEqual([0, expect.stringContaining('2027: ')]);
  expect(await admin.get('calendars/2027')).toMatchObject({ year: 2027, source: CALENDAR.source });
  // 41 weekdays of January and February, two of which are free, and a Sunday that is made up.
  await new Promise((wake) => setTimeout(wake, 1500));
  expect(await window()).toMatchObject({ certainty: 'known', workingDays: 40 });

  // What keeps the system running, and what looks after who administers, are other persons' work.
  for (const path of ['jobs/failed', 'audit/entries'])
    expect(await refusalOf(admin.get(path))).toEqual([403, 'not_permitted']);

  // An account is disabled, enabled and reset, its sessions end at once.
  expect(await admin.act(`users/${officer.id}`, 'disable')).toMatchObject({ state: 'disabled' });
  expect((await refusalOf(person.get('me')))[0]).toBe(401);
  await admin.act(`users/${officer.id}`, 'enable');
  // A reset takes two administrators, is announced to who sits there, and works a day later; until then the password does.
  const reset = await admin.act<Made>(`users/${officer.id}`, 'reset', { reason: '忘记口令' });
  expect(reset).toMatchObject({ passwordSet: true });
  const request = reset.requests[0] ?? '';
  expect(await refusalOf(admin.act(`account-requests/${request}`, 'agree'))).toEqual([422, 'asked_by_you']);
  expect(await second.get('me/tasks')).toMatchObject({ items: [{ kind: 'account_announced', id: request }] });
  const agreed = await colleague.act<Made>(`account-requests/${request}`, 'agree');
  const code = `${reset.setupCodeHalf} ${agreed.setupCodeHalf}`;
  expect(await refusalOf(signIn(url, '经办人', 'k.officer', code))).toEqual([422, 'code_not_in_force']);
  await bringCodesForward();
  const again = await signIn(url, '经办人', 'k.officer', code);
  await second.get('me');
  await admin.act(`users/${approver.id}`, 'end-sessions');
  expect((await refusalOf(second.get('me')))[0]).toBe(401);
  // The password alone signs the approver in no more; with a code on paper, once.
  const nobody = new Person(url, '审批人');
  const credentials = { login: 'k.approver', password: PASSWORD };
  expect(await refusalOf(nobody.post('auth/sessions', credentials))).toEqual([401, 'second_factor_due']);
  expect(await nobody.post('auth/sessions', { ...credentials, code: onPaper })).toHaveProperty('accessToken');
  expect((await refusalOf(nobody.post('auth/sessions', { ...credentials, code: onPaper })))[0]).toBe(401);

  // No mail is sent: what waits stands in the tasks, and what happened in the feed that may be forwarded.
  const asked = await new Person(url, '机构').post('registrations', {
    ...{ agencyName: '【虚构】甲社工服务中心', creditCode: creditCode(), login: 'k.agency' },
    ...{ contactName: '虚构联系人', phone: '010-00000000', region: '990203' },
  });
  const tasks = await admin.get<{ items: { kind: string; id: string }[] }>('me/tasks');
  expect(tasks.items).toMatchObject([{ kind: 'registration', id: asked.id }]);
  await again.post('service-lines', {
    ...{ name: '【虚构】居家养老', category: 'ELDERLY_HOME_CARE', since: '2026-01-01', region: '990203' },
  });
  const forwarded = await again.post<{ key: string }>('api-keys', {
    ...{ name: '转发', organisation: bureau.id, scopes: ['changes.read'] },
  });
  expect(await new Person(url, '转发', forwarded.key).get('changes?after=0')).toHaveProperty('position');
}, 900_000);
