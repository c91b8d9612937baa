import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { signIn, type Person, type Root } from '../../tour/stage.js';
import { derivePublicKey } from '../../src/kernel/sealing/key-provider.js';
import { Child, runToEnd } from '../support/child.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { buildProduct } from '../support/product.js';
import { describeInFull } from '../support/rounds.js';
import { findVersionBefore, writeVersion } from '../support/version-before.js';

const root = resolve(import.meta.dirname, '../..');
const key = (): string => `k:${randomBytes(32).toString('base64')}`;
const BUILD_MS = 600_000;
const START_MS = 240_000;

const before = findVersionBefore();
const name = 'the version before, whose migrations are others, beside this one on one schema';

if (before === null) describe.skip(`${name} (skipped: the history of this clone does not go back so far)`, suite);
else describeInFull(`${name} (${before.slice(0, 8)})`, suite);

function suite(): void {
  let database: TestDatabase;
  let old: string;
  let folder: string;
  let openingFile: string;
  let env: NodeJS.ProcessEnv;
  const children: Child[] = [];
  const start = (cwd: string, program: 'main' | 'worker' | 'cli', more: NodeJS.ProcessEnv = {}, ...args: string[]) => {
    const child = new Child(process.execPath, [`dist/src/${program}.js`, ...args], { cwd, env: { ...env, ...more } });
    children.push(child);
    return child;
  };
  /** The same person, asking the other version. */
  let here: Person;
  let there: Person;
  const makeBureau = (by: Person, label: string) =>
    by.post<Root>('organisations', { name: `【虚构】${label}`, kind: 'bureau', region: '990203' });
  /** Positions of the feed, once each event has its own. */
  async function readPositions(): Promise<number[]> {
    const client = new pg.Client(database.url);
    await client.connect();
    try {
      for (const deadline = Date.now() + 60_000; ; await pause(200)) {
        const { rows } = await client.query<{ position: string | null }>(
          `SELECT position FROM outbox ORDER BY position`,
        );
        if (rows.every(({ position }) => position !== null)) return rows.map(({ position }) => Number(position));
        if (Date.now() > deadline) throw new Error('events without a position');
      }
    } finally {
      await client.end();
    }
  }

  beforeAll(async () => {
    await buildProduct();
    old = writeVersion(before ?? '');
    const { PATH, HOME } = process.env;
    const built = await runToEnd(process.execPath, ['scripts/build.mjs'], { cwd: old, env: { PATH, HOME } });
    expect([await built.ended, built.output.slice(-2_000)]).toEqual([0, expect.anything()]);
    database = await createDatabase({ empty: true });
    folder = mkdtempSync(join(tmpdir(), 'throughline-both-'));
    const opening = randomBytes(32);
    openingFile = join(mkdtempSync(join(tmpdir(), 'throughline-opening-')), 'opening.key');
    writeFileSync(openingFile, `o:${opening.toString('base64')}\n`, { mode: 0o600 });
    env = {
      ...{ PATH, NODE_ENV: 'production', PORT: '0', WORKER_PORT: '0', DATA_DIR: folder, TRUSTED_PROXIES: 'none' },
      ...{ DATABASE_URL: database.applicationUrl, SECOND_FACTOR_ROLES: 'none' },
      ...{ TOKEN_KEYS: key(), AUDIT_KEYS: key(), IDENTITY_KEYS: key() },
      OPENING_PUBLIC_KEY: `o:${derivePublicKey(opening).toString('base64')}`,
    };
    const migrated = start(root, 'cli', { MIGRATION_DATABASE_URL: database.url }, 'migrate');
    expect([await migrated.end(START_MS), migrated.output]).toEqual([0, expect.stringContaining('done ')]);
  }, BUILD_MS);
  afterAll(async () => {
    for (const child of children) await child.kill();
    await database.drop();
    for (const path of [old, folder]) rmSync(path, { recursive: true, force: true });
  });

  it('starts on the newer schema, and each reads what the other writes', async () => {
    const made = start(root, 'cli', {}, 'create-admin', 'chief.admin');
    expect(await made.end(START_MS)).toBe(0);
    const newer = await start(root, 'main').says(/^ready (http\S+)$/m, START_MS);
    const older = await start(old, 'main').says(/^ready (http\S+)$/m, START_MS);
    here = await signIn(newer, '系统管理员', 'chief.admin', await made.says(/^setup code (\S+)$/m));
    there = here.moveTo(older);
    const [first, second] = [await makeBureau(here, '甲局'), await makeBureau(there, '乙局')];
    for (const by of [here, there])
      for (const { id } of [first, second]) expect(await by.get<Root>(`organisations/${id}`)).toMatchObject({ id });
  });

  it('works beside it: the older worker gives events of both their places, then the newer one does', async () => {
    const worker = start(old, 'worker', { OPENING_KEY_FILE: openingFile });
    await worker.says(/worker ready/, START_MS);
    const first = await readPositions();
    expect(first.length).toBeGreaterThan(2);
    expect(first).toEqual(first.map((_, index) => index + 1));
    worker.signal('SIGTERM');
    expect(await worker.end(START_MS)).toBe(0);
    await makeBureau(there, '丙局');
    await makeBureau(here, '丁局');
    await start(root, 'worker', { OPENING_KEY_FILE: openingFile }).says(/worker ready/, START_MS);
    const then = await readPositions();
    expect(then.length).toBeGreaterThanOrEqual(first.length + 2);
    expect(then).toEqual(then.map((_, index) => index + 1));
  });

  it('leaves an audit in which nothing is amiss', async () => {
    const verified = start(root, 'cli', {}, 'verify-audit');
    expect([await verified.end(START_MS), JSON.parse(verified.output)]).toEqual([
      0,
      expect.objectContaining({ ok: true, findings: [] }),
    ]);
  });
}
