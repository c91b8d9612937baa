import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { EmbeddedDatabaseError, codeOf } from './errors.js';
import { lastWords, SUPERUSER } from './server.js';
import type { DataFolder } from './folder.js';
import { serverPid, serverPort } from './postmaster.js';

/** Advisory locks in the database `postgres`; a lock ends with its session, so a killed process leaves none behind. */
const LOCK_CLASS = 0x5448;
const INSTANCE = 1;
const USERS = 2;

const STARTING_UP = '57P03';
const START_TIMEOUT_MS = 120_000;
const INSTANCE_WAIT_MS = 3_000;

export function urlOf(folder: DataFolder, database: string): string {
  const port = serverPort(folder.data);
  return `postgres://${SUPERUSER}:${encodeURIComponent(folder.password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** Connects as soon as the server lets us in; null when it went away meanwhile. */
export async function connect(folder: DataFolder): Promise<pg.Client | null> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({
      connectionString: urlOf(folder, 'postgres'),
      application_name: `throughline ${process.pid}`,
      keepAlive: true,
    });
    client.on('error', () => undefined); // a lost session is seen by its 'end'
    try {
      await client.connect();
      return client;
    } catch (error) {
      const code = codeOf(error);
      if (serverPid(folder.data) === null) return null;
      const passing = code === STARTING_UP || code === 'ECONNREFUSED' || code === 'ECONNRESET';
      if (passing && Date.now() < deadline) {
        await pause(50);
        continue;
      }
      const reason = error instanceof Error ? error.message : String(error);
      throw new EmbeddedDatabaseError(
        'start_failed',
        `The server on ${folder.data} refuses us: ${reason}\nIts last words, from ${folder.log}:\n${lastWords(folder)}`,
      );
    }
  }
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
