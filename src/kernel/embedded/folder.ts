import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { canReach, serverAccount } from './account.js';
import { EmbeddedDatabaseError, readErrorCode, writing } from './errors.js';
import { serverPid } from './postmaster.js';
import type { Identity } from './process.js';

/** Where root keeps databases of checkouts that no other account can enter, such as one below /root. */
const SYSTEM_HOME = '/var/lib/throughline';

/** What is kept about the server in the data folder, readable by its owner only. */
interface Note {
  /** The server's folder when it is not `postgres` beside this note. */
  readonly home: string | null;
  readonly password: string;
}

/** One data folder and what belongs to it. */
export interface DataFolder {
  /** As configured: DATA_DIR. */
  readonly root: string;
  /** Folder of the server; it belongs to the server's account. */
  readonly home: string;
  /** PostgreSQL's own data folder. */
  readonly data: string;
  readonly log: string;
  readonly password: string;
  readonly identity: Identity | null;
}

const getNotePath = (root: string): string => join(root, 'postgres.json');

function readNote(root: string): Note | null {
  return writing(root, () => {
    try {
      return JSON.parse(readFileSync(getNotePath(root), 'utf8')) as Note;
    } catch (error) {
      if (readErrorCode(error) === 'ENOENT') return null;
      throw error;
    }
  });
}

/** Written beside and linked into place, so that a note is there whole or not at all; the first of two writers wins. */
function writeNote(root: string, note: Note): Note {
  const unfinished = `${getNotePath(root)}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(unfinished, getNotePath(root));
    return note;
  } catch (error) {
    const existing = readErrorCode(error) === 'EEXIST' ? readNote(root) : null;
    if (existing) return existing;
    throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** The folder that root uses for a data folder that the server's account cannot enter. */
function systemHome(root: string): string {
  return join(SYSTEM_HOME, createHash('sha256').update(resolve(root)).digest('hex').slice(0, 12));
}

/** Where a copy of PostgreSQL's programs may be kept, should they not be usable as installed. */
export function binariesHome(folder: DataFolder): string {
  return folder.identity === null ? folder.root : SYSTEM_HOME;
}

/** A folder whose note was deleted is somebody's wish for a fresh start; its data is moved aside, never deleted. */
function moveForgottenAside(home: string): void {
  if (!existsSync(home)) return;
  const pid = serverPid(join(home, 'data'));
  if (pid !== null) process.kill(pid, 'SIGINT');
  renameSync(home, asideName(home));
}

export function asideName(home: string): string {
  return `${home}.${new Date().toISOString().replace(/[-:]|\..*/g, '')}`;
}

function chooseHome(root: string): string | null {
  const identity = serverAccount(null);
  if (identity === null || canReach(root, identity)) return null;
  const home = systemHome(root);
  mkdirSync(SYSTEM_HOME, { recursive: true });
  chmodSync(SYSTEM_HOME, 0o755);
  moveForgottenAside(home);
  return home;
}

/** Opens the data folder, or makes it: a place for the server, its account and a generated password. */
export function openDataFolder(root: string): DataFolder {
  return writing(root, () => {
    mkdirSync(root, { recursive: true });
    const note =
      readNote(root) ?? writeNote(root, { home: chooseHome(root), password: randomBytes(24).toString('base64url') });
    const home = note.home ?? join(root, 'postgres');
    const data = join(home, 'data');
    const identity = serverAccount(existsSync(data) ? data : null);
    mkdirSync(home, { recursive: true, mode: 0o700 });
    if (identity !== null) chownSync(home, identity.uid, identity.gid);
    return { root, home, data, log: join(home, 'server.log'), password: note.password, identity };
  });
}

/** A server of one major version cannot read the files of another; such a folder is named and left as it is. */
export function refuseOtherMajor(folder: DataFolder, major: number): void {
  const file = join(folder.data, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
  if (found === null || found === String(major)) return;
  throw new EmbeddedDatabaseError(
    'other_major_version',
    `The data folder ${folder.data} was written by PostgreSQL ${found}, and the embedded server is PostgreSQL ${major}. Nothing was changed. Use the release that wrote it, or set DATABASE_URL to a PostgreSQL ${found} server, or start afresh with npm start -- --fresh (the old folder is kept beside).`,
  );
}
