import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings, SettingsError } from '../../src/kernel/config/settings.js';
import type { Child } from '../support/child.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { buildProduct, startProduct } from '../support/product.js';
import { runHere, type Ran } from '../support/run-here.js';

const FILES = ['audit_keys', 'identity_keys', 'metrics_token', 'opening_key', 'opening_public_key', 'token_keys'];

describe('the command that makes keys', () => {
  let root: string;
  let database: TestDatabase;
  const children: Child[] = [];
  beforeAll(async () => {
    await buildProduct();
    root = mkdtempSync(join(tmpdir(), 'throughline-keys-'));
    database = await createDatabase();
  });
  afterAll(async () => {
    for (const child of children) await child.kill();
    await database.drop();
    rmSync(root, { recursive: true, force: true });
  });

  const run = (...args: string[]): Promise<Ran> => runHere({}, 'make-keys', ...args);
  /** From a terminal. */
  const start = async (...args: string[]): Promise<Ran> => {
    const child = startProduct('cli', { PATH: process.env.PATH }, 'make-keys', ...args);
    return { code: await child.end(), output: child.output };
  };
  /** The settings that it printed. */
  const readSettings = (output: string): Record<string, string> =>
    Object.fromEntries([...output.matchAll(/^([A-Z_]+)=(\S+)/gm)].map(([, name = '', file = '']) => [name, file]));
  const production = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
    NODE_ENV: 'production',
    PORT: '0',
    DATA_DIR: join(root, 'data'),
    DATABASE_URL: database.applicationUrl,
    TRUSTED_PROXIES: 'none',
    ...more,
  });

  it('writes files for their owner alone, other ones each time', async () => {
    const folder = join(root, 'new', 'keys');
    expect(await run(folder)).toMatchObject({ code: 0 });
    expect(readdirSync(folder).sort()).toEqual(FILES);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of FILES) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    const other = join(root, 'other');
    await run(other);
    for (const file of FILES)
      expect(readFileSync(join(folder, file), 'utf8')).not.toBe(readFileSync(join(other, file), 'utf8'));
  });

  it('changes nothing where one of them is there', async () => {
    const folder = join(root, 'begun');
    mkdirSync(folder);
    writeFileSync(join(folder, 'audit_keys'), 'audit-0:kept');
    const refused = await run(folder);
    expect(refused).toMatchObject({ code: 2, output: expect.stringContaining('audit_keys') });
    expect(readdirSync(folder)).toEqual(['audit_keys']);
    expect(readFileSync(join(folder, 'audit_keys'), 'utf8')).toBe('audit-0:kept');
    expect((await run()).code).toBe(2);
  });

  it('makes what production asks for: with exactly these it starts, without one of them it does not', async () => {
    const folder = join(root, 'production');
    const settings = readSettings((await start(folder)).output);
    expect(Object.keys(settings).sort()).toEqual([
      'AUDIT_KEYS_FILE',
      'IDENTITY_KEYS_FILE',
      'METRICS_TOKEN_FILE',
      'OPENING_KEY_FILE',
      'OPENING_PUBLIC_KEY_FILE',
      'TOKEN_KEYS_FILE',
    ]);
    expect(loadSettings(production(settings)).production).toBe(true);
    for (const name of ['AUDIT_KEYS_FILE', 'IDENTITY_KEYS_FILE', 'OPENING_PUBLIC_KEY_FILE', 'TOKEN_KEYS_FILE']) {
      const { [name]: _, ...rest } = settings;
      expect(() => loadSettings(production(rest))).toThrow(SettingsError);
    }
    const { OPENING_KEY_FILE: opening, ...served } = settings;
    const api = startProduct('main', { PATH: process.env.PATH, ...production(served) });
    children.push(api);
    await api.says(/ready http/);
    const works = { ...production({ ...served, OPENING_KEY_FILE: opening }), PATH: process.env.PATH };
    const worker = startProduct('cli', works, 'worker');
    children.push(worker);
    await worker.says(/worker ready/);
  });
});
