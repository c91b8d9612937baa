import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

function runGit(cwd: string, ...args: string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { cwd, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}
const git = (...args: string[]): string | null => runGit(root, ...args);

/**
 * The last commit whose migrations are not those of this one, all of which this one has; null where the history does not go back so far.
 * A commit with a migration that was renamed since was never a version that anybody ran.
 */
export function findVersionBefore(): string | null {
  const changes = git('log', '--format=%H', 'HEAD', '--', 'migrations')?.split('\n') ?? [];
  for (const change of changes) {
    const before = change && git('rev-parse', '--verify', '--quiet', `${change}^1`);
    if (
      before &&
      git('diff', '--no-renames', '--diff-filter=D', '--name-only', before, 'HEAD', '--', 'migrations') === ''
    )
      return before;
  }
  return null;
}

/** Migrations and what they read; how they are listed and read changes as ever. */
const CONTENT = /^migrations\/(\d{13}-[^/]+|.+\/[^/]+)$/;

/** The last commit of the main line that is part of this one, or before it where this one is itself; null where no history says it. */
export function findLanded(folder = root): string | null {
  const head = runGit(folder, 'rev-parse', '--verify', '--quiet', 'HEAD');
  const main = ['origin/main', 'main']
    .map((name) => runGit(folder, 'merge-base', 'HEAD', name))
    .find((base) => base !== null && base !== head);
  return main ?? runGit(folder, 'rev-parse', '--verify', '--quiet', 'HEAD^1');
}

/** Files of migrations of that commit that have another content or name in the folder as it is: what has run somewhere stays as it was. */
export function listAlteredMigrations(landed: string, folder = root): string[] {
  const names = runGit(folder, 'diff', '--no-renames', '--diff-filter=MDT', '--name-only', landed, '--', 'migrations');
  if (names === null) throw new Error(`git cannot compare with ${landed}`);
  return names.split('\n').filter((name) => CONTENT.test(name));
}

/** Writes a commit into a folder of its own, as a clone has it, with the packages of this one: where it needs others it installs them. */
export function writeVersion(commit: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-before-'));
  const { status, stderr } = spawnSync('sh', ['-c', 'git archive "$1" | tar -x -C "$2"', 'sh', commit, folder], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  spawnSync('cp', ['-a', join(root, 'node_modules'), folder]);
  return folder;
}
