import { existsSync, renameSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { locateBinaries, findBinaries, type Binaries } from './binaries.js';
import { EmbeddedDatabaseError, readErrorCode } from './errors.js';
import { asideName, binariesHome, openDataFolder, refuseOtherMajor, type DataFolder } from './folder.js';
import { serverPid } from './postmaster.js';
import { abort, initialise, lastWords, start, stop, type ServerSettings } from './server.js';
import {
  becomeInstance,
  buildApplicationUrl,
  buildDatabaseUrl,
  connect,
  enter,
  folderInUse,
  leave,
} from './session.js';

export { EmbeddedDatabaseError } from './errors.js';

/** Name of the product's database on an embedded server. */
export const DATABASE = 'throughline';

export interface EmbeddedOptions {
  /** Folder of everything local to this checkout; made when it is missing. */
  readonly dataDir: string;
  /** One live instance per folder (the server); false for commands that work beside it. */
  readonly exclusive: boolean;
  /** Database to make when it is not there yet. */
  readonly database: string;
  readonly settings?: ServerSettings;
  /** Folder with the programs of another PostgreSQL, instead of the packaged one. */
  readonly programs?: string;
  /** For tests: nothing needs to survive a power cut. */
  readonly throwaway?: boolean;
  /** Told when the server goes away under us. */
  readonly onLost?: (error: EmbeddedDatabaseError) => void;
}

export interface EmbeddedPostgres {
  /** Connection string of a database on this server, by default the one that was asked for, by the role that owns it. */
  url(database?: string): string;
  /** The same by the role that serves and works, once `migrate` has made it. */
  applicationUrl(database?: string): string;
  /** PostgreSQL's own data folder and its log. */
  readonly data: string;
  readonly log: string;
  /** True when this call made the database files. */
  readonly initialised: boolean;
  /** True when the server was already running: beside us, or left over from a killed process. */
  readonly adopted: boolean;
  /** Ends our use; the last user stops the server. True when it is stopped. */
  close(): Promise<boolean>;
  /** Ends the server at once and deletes its files. Blocking, for tests. */
  destroy(): void;
}

interface Session {
  readonly client: pg.Client;
  readonly adopted: boolean;
}

/** Finds the server on the folder or starts it, and enters it; waits while its last user is just stopping it. */
async function enterServer(folder: DataFolder, binaries: Binaries, settings: ServerSettings): Promise<Session> {
  for (;;) {
    const adopted = serverPid(folder.data) !== null;
    if (!adopted) await start(folder, binaries, settings);
    const client = await connect(folder);
    if (client === null) continue;
    try {
      while (!(await enter(client))) await pause(50);
      return { client, adopted };
    } catch {
      await client.end().catch(() => undefined); // stopped meanwhile: start it again
    }
  }
}

/** Ends our use of the server, over a new connection should ours be lost; true when it is stopped. */
async function leaveServer(folder: DataFolder, binaries: Binaries, client: pg.Client): Promise<boolean> {
  let session: pg.Client | null = client;
  let isLast = await leave(client).catch(() => null);
  if (isLast === null) {
    session = await connect(folder);
    if (session === null) return true; // stopped by its last user, or fallen
    isLast = await leave(session);
  }
  if (isLast) await stop(folder, binaries);
  await session.end().catch(() => undefined);
  return isLast;
}

/**
 * Collation C is the same on every machine; the character type makes upper, lower and trigrams work beyond ASCII, for
 * Chinese too, where the system knows it.
 */
async function makeDatabase(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (rowCount !== 0) return;
  for (const ctype of ["LC_CTYPE 'C.UTF-8'", '']) {
    try {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE template0 ${ctype}`);
      return;
    } catch (error) {
      if (readErrorCode(error) === '42P04' || readErrorCode(error) === '23505') return; // another process was faster
      if (ctype === '') throw error;
    }
  }
}

/** Opens the PostgreSQL of a data folder: makes, starts or adopts it. */
export async function openEmbeddedServer(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = openDataFolder(options.dataDir);
  const { identity } = folder;
  const binaries = await (options.programs === undefined
    ? findBinaries(binariesHome(folder), identity)
    : locateBinaries(options.programs, identity));
  refuseOtherMajor(folder, binaries.major);
  const initialised = !existsSync(folder.data);
  if (initialised) await initialise(folder, binaries, options.throwaway === true);
  const { client, adopted } = await enterServer(folder, binaries, options.settings ?? {});
  let closing = false;
  client.once('end', () => {
    if (closing) return;
    const words = lastWords(folder);
    options.onLost?.(
      new EmbeddedDatabaseError(
        'connection_lost',
        `The embedded PostgreSQL went away. Its last words, from ${folder.log}:\n${words}`,
      ),
    );
  });
  const close = (): Promise<boolean> => {
    closing = true;
    return leaveServer(folder, binaries, client);
  };
  try {
    if (options.exclusive) await becomeInstance(client, folder);
    await makeDatabase(client, options.database);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: (database = options.database) => buildDatabaseUrl(folder, database),
    applicationUrl: (database = options.database) => buildApplicationUrl(folder, database),
    data: folder.data,
    log: folder.log,
    initialised,
    adopted,
    close,
    destroy: () => {
      closing = true;
      remove(folder);
    },
  };
}

function remove(folder: DataFolder): void {
  abort(folder);
  for (const path of [folder.home, folder.root]) rmSync(path, { recursive: true, force: true });
}

/** Ends the server of a data folder, if one runs, and deletes the folder: for what killed test runs left behind. */
export function destroyEmbeddedServer(dataDir: string): void {
  remove(openDataFolder(dataDir));
}

/**
 * Moves the database files of a data folder aside, for a fresh start; they are kept.
 * @returns where they are now, or null when there were none
 * @throws EmbeddedDatabaseError folder_in_use when something runs on them
 */
export async function moveAside(dataDir: string): Promise<string | null> {
  const folder = openDataFolder(dataDir);
  if (!existsSync(folder.data)) return null;
  const client = serverPid(folder.data) === null ? null : await connect(folder);
  if (client !== null) {
    const binaries = await findBinaries(binariesHome(folder), folder.identity);
    try {
      await becomeInstance(client, folder);
      if (!(await leave(client))) throw folderInUse(folder, 'a command of Throughline');
      await stop(folder, binaries);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  const aside = asideName(folder.home);
  renameSync(folder.home, aside);
  return aside;
}
