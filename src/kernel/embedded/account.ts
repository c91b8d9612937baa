import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EmbeddedDatabaseError } from './errors.js';
import type { Identity } from './process.js';

const UNPRIVILEGED = ['throughline', 'nobody'];

function runningAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** `name:password:uid:gid:…` lines of a passwd file to the first of `names` that is in it. */
export function findAccount(passwd: string, names: readonly string[]): Identity | null {
  const rows = passwd.split('\n').map((line) => line.split(':'));
  for (const name of names) {
    const row = rows.find((columns) => columns[0] === name);
    const uid = Number(row?.[2]);
    const gid = Number(row?.[3]);
    if (row && Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0) return { uid, gid };
  }
  return null;
}

/** The account a server on this data folder runs as: null is ourselves; root hands over to the folder's owner or to nobody. */
export function serverAccount(existingData: string | null): Identity | null {
  if (!runningAsRoot()) return null;
  if (existingData !== null) {
    const { uid, gid } = statSync(existingData);
    if (uid !== 0) return { uid, gid };
  }
  const account = findAccount(readFileSync('/etc/passwd', 'utf8'), UNPRIVILEGED);
  if (account) return account;
  throw new EmbeddedDatabaseError(
    'no_server_user',
    'PostgreSQL does not run as root, and there is no account "nobody" to run it as. Start as an ordinary user, or set DATABASE_URL to use your own PostgreSQL.',
  );
}

/** May the account enter every folder from the root down to this one? */
export function canReach(folder: string, identity: Identity): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const { uid, gid, mode } = statSync(at);
    const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
