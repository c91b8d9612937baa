/**
 * The PostgreSQL of one test run: its own server in a temporary folder, with a migrated template database that every
 * spec file clones. It is started when the first spec asks, so a run of pure specs pays nothing.
 */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import pg from 'pg';
import '../../scripts/lib/load-ts.mjs';

const PREFIX = 'throughline-test-';
const TEMPLATE = 'throughline_template';
/** Linux keeps this folder in memory, where the thousand files of a database are made and deleted for nothing. */
const IN_MEMORY = '/dev/shm';
const NEEDED_BYTES = 4 * 1024 ** 3;

/** Test data needs to survive nothing; 300 connections let every worker have its pools. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_connections: 300,
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  checkpoint_timeout: '30min',
  // Databases that live for seconds are not worth cleaning: its workers would read the catalog of each.
  autovacuum: 'off',
};

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Ends what specs started in the run's folder, should they not have come to it, and deletes the folder. */
function removeRun(run, destroyEmbeddedServer) {
  for (const name of existsSync(run) ? readdirSync(run) : []) {
    const path = join(run, name);
    if (existsSync(join(path, 'postgres.json'))) destroyEmbeddedServer(path);
    if (name.endsWith('.pid') && isAlive(Number(readFileSync(path, 'utf8')))) {
      process.kill(Number(readFileSync(path, 'utf8')), 'SIGKILL');
    }
  }
  rmSync(run, { recursive: true, force: true });
}

/** Where runs have their folders: in memory where there is room for it. */
function chooseParent() {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= NEEDED_BYTES ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

const filesIn = (parent) => readdirSync(parent).map((name) => join(parent, name));

/** Ends and deletes what earlier runs left behind when they were killed. */
async function removeOrphans(destroyEmbeddedServer) {
  for (const run of [tmpdir(), IN_MEMORY].filter(existsSync).flatMap((parent) => filesIn(parent))) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(basename(run))?.[1]);
    if (!pid || isAlive(pid)) continue;
    try {
      removeRun(run, destroyEmbeddedServer);
    } catch (error) {
      console.warn(`left over from an earlier test run and not removable: ${run} (${error.message})`);
    }
  }
}

/** A clone fails while anybody is connected to its template, so nobody may. */
async function closeTemplate(url) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`ALTER DATABASE ${TEMPLATE} WITH ALLOW_CONNECTIONS false`);
  await client.end();
}

/**
 * By the owner's role, which gives the application's its rights; clones have both. Tables that a test makes for itself are
 * for everybody: it is the product's own that are not.
 */
async function migrateTemplate(server) {
  const { migrate } = await import('../../src/boot/bootstrap.js');
  const { loadSettings } = await import('../../src/kernel/config/settings.js');
  await migrate(
    loadSettings({ NODE_ENV: 'test', DATABASE_URL: server.applicationUrl(), MIGRATION_DATABASE_URL: server.url() }),
  );
  const client = new pg.Client(server.url());
  await client.connect();
  for (const what of ['TABLES', 'SEQUENCES'])
    await client.query(`ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON ${what} TO PUBLIC`);
  await client.end();
}

async function startServer(openEmbeddedServer, folder) {
  const server = await openEmbeddedServer({
    dataDir: join(folder, 'cluster'),
    exclusive: true,
    database: TEMPLATE,
    settings: SETTINGS,
    throwaway: true,
    programs: process.env.TEST_POSTGRES_PROGRAMS, // the whole suite on another PostgreSQL
  });
  await migrateTemplate(server);
  await closeTemplate(server.url('postgres'));
  return { url: server.url('postgres'), applicationUrl: server.applicationUrl('postgres') };
}

/** @returns the run's folder, and how to end it; the server starts once a file `wanted` appears in the folder */
export async function openTestRun() {
  const { openEmbeddedServer, destroyEmbeddedServer } = await import('../../src/kernel/embedded/index.js');
  await removeOrphans(destroyEmbeddedServer);
  const folder = mkdtempSync(join(chooseParent(), `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o755); // the server runs under another account when the tests run as root
  let starting;

  const tell = (answer) => {
    const file = join(folder, 'connection.json');
    writeFileSync(`${file}.new`, JSON.stringify(answer), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  const begin = async () => {
    try {
      tell({ ...(await startServer(openEmbeddedServer, folder)), template: TEMPLATE });
    } catch (error) {
      tell({ error: error.stack ?? String(error) });
    }
  };
  const watch = setInterval(() => {
    if (!existsSync(join(folder, 'wanted'))) return;
    clearInterval(watch);
    starting = begin();
  }, 20);
  watch.unref();

  /** Blocking, so that it also works while the process is ending. */
  const clean = () => {
    clearInterval(watch);
    removeRun(folder, destroyEmbeddedServer);
  };
  const close = async () => {
    clearInterval(watch);
    await starting;
    clean();
  };
  return { folder, clean, close };
}
