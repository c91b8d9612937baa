import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { EmbeddedDatabaseError, readErrorCode } from './errors.js';
import { lastWords, SUPERUSER } from './server.js';
import type { DataFolder } from './folder.js';
import { serverPid, serverPort } from './postmaster.js';

/** Advisory locks in the database `postgres`; a lock ends with its session, so a killed process leaves none behind. */
const LOCK_CLASS = 0x5448;
const INSTANCE = 1;
const USERS = 2;

/** Starting up, shutting down, just shut down; an empty code is a connection cut in its opening. */
const PASSING = new Set(['57P03', '57P01', 'ECONNREFUSED', 'ECONNRESET', '']);
const START_TIMEOUT_MS = 120_000;
const INSTANCE_WAIT_MS = 3_000;

/** The role that serves and works on an embedded server; `migrate` makes it. */
const APPLICATION_ROLE = 'throughline_api';

function buildUrl(folder: DataFolder, role: string, password: string, database: string): string {
  const port = serverPort(folder.data);
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

export const buildDatabaseUrl = (folder: DataFolder, database: string): string =>
  buildUrl(folder, SUPERUSER, folder.password, database);

/** Its password follows from the superuser's, which does not follow from it. */
export const buildApplicationUrl = (folder: DataFolder, database: string): string =>
  buildUrl(
    folder,
    APPLICATION_ROLE,
    createHmac('sha256', folder.password).update(APPLICATION_ROLE).digest('base64url'),
    database,
  );

async function tryToConnect(folder: DataFolder): Promise<pg.Client | string> {
  if (serverPort(folder.data) === null) return 'it has not chosen a port yet';
  const client = new pg.Client({
    connectionString: buildDatabaseUrl(folder, 'postgres'),
    application_name: `throughline ${process.pid}`,
    keepAlive: true,
  });
  client.on('error', () => undefined); // a lost session is seen by its 'end'
  try {
    await client.connect();
    return client;
  } catch (error) {
    if (PASSING.has(readErrorCode(error))) return String(error);
    throw createRefusal(folder, String(error));
  }
}

/** Connects as soon as the server lets us in; null when it went away meanwhile. */
export async function connect(folder: DataFolder): Promise<pg.Client | null> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; serverPid(folder.data) !== null; await pause(50)) {
    const client = await tryToConnect(folder);
    if (typeof client !== 'string') return client;
    if (Date.now() > deadline) throw createRefusal(folder, client);
  }
  return null;
}

function createRefusal(folder: DataFolder, reason: string): EmbeddedDatabaseError {
  const words = `Its last words, from ${folder.log}:\n${lastWords(folder)}`;
  return new EmbeddedDatabaseError('start_failed', `The server on ${folder.data} refuses us: ${reason}\n${words}`);
}

async function ask(client: pg.Client, call: string, key: number): Promise<boolean> {
  const { rows } = await client.query<{ ok: boolean }>(`SELECT ${call}($1, $2) AS ok`, [LOCK_CLASS, key]);
  return rows[0]?.ok === true;
}

/** Says that we use the server; false when its last user is just stopping it. */
export function enter(client: pg.Client): Promise<boolean> {
  return ask(client, 'pg_try_advisory_lock_shared', USERS);
}

/** Gives up our use of the server; true when nobody else uses it and nobody can enter any more. */
export async function leave(client: pg.Client): Promise<boolean> {
  await ask(client, 'pg_advisory_unlock_shared', USERS);
  return ask(client, 'pg_try_advisory_lock', USERS);
}

/**
 * Becomes the one live instance on this folder. An instance that is just draining gets a moment to finish.
 * @throws EmbeddedDatabaseError folder_in_use, naming the process that holds it
 */
export async function becomeInstance(client: pg.Client, folder: DataFolder): Promise<void> {
  const deadline = Date.now() + INSTANCE_WAIT_MS;
  while (!(await ask(client, 'pg_try_advisory_lock', INSTANCE))) {
    if (Date.now() < deadline) {
      await pause(100);
      continue;
    }
    const { rows } = await client.query<{ name: string }>(
      `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'advisory' AND l.classid = $1 AND l.objid = $2 AND l.granted`,
      [LOCK_CLASS, INSTANCE],
    );
    const holder = rows[0] ? `process ${rows[0].name.replace(/\D/g, '')}` : 'another process';
    throw folderInUse(folder, holder);
  }
}

export function folderInUse(folder: DataFolder, holder: string): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    'folder_in_use',
    `Throughline is already running on the data folder ${folder.root} (${holder}). Stop it first, or set DATA_DIR to another folder.`,
  );
}
