import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findLanded, listAlteredMigrations } from '../support/version-before.js';

const landed = findLanded();
const name = 'migrations that have landed';

describe(landed === null ? `${name} (skipped: the history of this clone does not go back so far)` : name, () => {
  (landed === null ? it.skip : it)('have the content and name with which they did', () => {
    expect(listAlteredMigrations(landed ?? '')).toEqual([]);
  });
});

describe('a migration', () => {
  let folder: string;
  const git = (...args: string[]): string => {
    const own = ['-c', 'user.name=nobody', '-c', 'user.email=nobody@example.org', '-c', 'commit.gpgsign=false'];
    const { status, stdout, stderr } = spawnSync('git', [...own, ...args], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const commit = (): string => {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'landed');
    return git('rev-parse', 'HEAD');
  };
  const NUMBERED = 'migrations/1800000000000-baseline.ts';
  const SQL = 'migrations/baseline/people.sql';
  let first: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-landed-'));
    git('init', '--quiet', '--initial-branch=main');
    for (const path of [NUMBERED, SQL, 'migrations/index.ts']) write(path, '1');
    first = commit();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is compared with the main line, of which the first commit has none before it', () => {
    expect(findLanded(folder)).toBeNull();
    git('switch', '--quiet', '--create', 'work');
    write('README.md', '1');
    commit();
    write('README.md', '2');
    commit();
    expect(findLanded(folder)).toBe(first);
  });

  it('that is new is none that was altered, nor is the list of them', () => {
    write('migrations/1800000000001-next.ts', '1');
    write('migrations/index.ts', '2');
    expect(listAlteredMigrations(first, folder)).toEqual([]);
  });

  it('is refused with another content, committed or not, and with another name', () => {
    write(SQL, '2');
    expect(listAlteredMigrations(first, folder)).toEqual([SQL]);
    commit();
    expect(listAlteredMigrations(first, folder)).toEqual([SQL]);
    renameSync(join(folder, NUMBERED), join(folder, 'migrations/1800000000002-baseline.ts'));
    expect(listAlteredMigrations(first, folder)).toEqual([NUMBERED, SQL]);
  });
});
