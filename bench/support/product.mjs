import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DATABASE, destroyEmbeddedServer, openEmbeddedServer } from '../../src/kernel/embedded/index.js';
import { migrate } from '../../src/boot/bootstrap.js';
import { loadSettings } from '../../src/kernel/config/settings.js';
import { untilReady } from './run.mjs';

/** Connections of one process, on either side. */
export const POOL = 16;

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const key = (id) => `${id}:${randomBytes(32).toString('base64')}`;

/** An embedded PostgreSQL of the benchmark's own, as a start of the product would have it, migrated. */
export async function withDatabase(work) {
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  chmodSync(dataDir, 0o755);
  try {
    const database = await openEmbeddedServer({ dataDir, exclusive: true, database: DATABASE });
    try {
      const env = productEnv(database.applicationUrl(), dataDir);
      await migrate(loadSettings({ ...env, MIGRATION_DATABASE_URL: database.url() }));
      return await work({ url: database.url(), env });
    } finally {
      await database.close();
    }
  } finally {
    destroyEmbeddedServer(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Settings of a production service; only the throttle is off, because all load comes from one address. */
const productEnv = (url, dataDir) => ({
  NODE_ENV: 'production',
  DATABASE_URL: url,
  DATABASE_POOL_SIZE: String(POOL),
  DATA_DIR: dataDir,
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'warn',
  TRUSTED_PROXIES: 'none',
  SECOND_FACTOR_ROLES: 'none',
  THROTTLE: 'false',
  TOKEN_KEYS: key('token-1'),
  AUDIT_KEYS: key('audit-1'),
  IDENTITY_KEYS: key('identity-1'),
  OPENING_PUBLIC_KEY: key('opening-1'),
});

/** The built server as a process of its own; `flags` go to Node, for a profile. */
export const startProduct = (env, flags = []) =>
  untilReady(process.execPath, [...flags, MAIN], { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } });

/** A bare program of the benchmark, told what it needs by its arguments. */
export const startBare = (name, ...args) =>
  untilReady(process.execPath, [fileURLToPath(new URL(name, import.meta.url)), ...args], { env: process.env });
