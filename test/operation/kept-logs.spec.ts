import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runToEnd } from '../support/child.js';
import { printedFiles, readService, readVariables } from '../support/operations-page.js';
import { readPage } from '../support/printed-commands.js';

/** Six months are at most so many days. */
const SIX_MONTHS = 184;
const DAY_MS = 86_400_000;
const JOURNALCTL = '/usr/bin/journalctl';
const SCRIPT = resolve(import.meta.dirname, '../../docker/keep-logs.sh');

/** Answers as journalctl does: what stands behind the cursor, which is the number of lines that were read. */
const JOURNAL = `#!/bin/sh
printf '%s\\n' "$@" >"$HERE/asked"
for given in "$@"; do case $given in --cursor-file=*) cursor=\${given#*=} ;; esac; done
read=0; [ ! -e "$cursor" ] || read=$(cat "$cursor")
tail -n "+$((read + 1))" "$HERE/journal"
[ ! -e "$HERE/fails" ] || exit 1
wc -l <"$HERE/journal" >"$cursor"
`;

describe('docker/keep-logs.sh', () => {
  let here: string;
  let folder: string;
  beforeEach(() => {
    here = mkdtempSync(join(tmpdir(), 'throughline-logs-'));
    folder = join(here, 'kept');
    mkdirSync(join(here, 'bin'));
    writeFileSync(join(here, 'bin/journalctl'), JOURNAL);
    chmodSync(join(here, 'bin/journalctl'), 0o755);
    writeFileSync(join(here, 'journal'), '');
  });
  afterEach(() => rmSync(here, { recursive: true, force: true }));

  const log = (...lines: string[]): void => appendFileSync(join(here, 'journal'), lines.map((l) => `${l}\n`).join(''));
  async function keep(env: NodeJS.ProcessEnv = {}): Promise<{ code: unknown; output: string }> {
    const given = { PATH: `${join(here, 'bin')}:${process.env.PATH}`, HERE: here, LOG_DIR: folder, ...env };
    const child = await runToEnd('sh', [SCRIPT, '--unit=throughline-api@*', '--unit=throughline-worker'], {
      cwd: here,
      env: given,
    });
    return { code: await child.ended, output: child.output };
  }
  const listKept = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.gz'));
  function readKept(): string[] {
    return listKept()
      .sort()
      .flatMap((name) =>
        gunzipSync(readFileSync(join(folder, name)))
          .toString()
          .trimEnd()
          .split('\n'),
      );
  }
  /** A file of some days ago, as a run of that day left it. */
  function leave(days: number): string {
    mkdirSync(folder, { recursive: true });
    const name = `throughline-${days}-days-ago.jsonl.gz`;
    writeFileSync(join(folder, name), '');
    const at = new Date(Date.now() - days * DAY_MS - DAY_MS / 2);
    utimesSync(join(folder, name), at, at);
    return name;
  }

  it('keeps each line once, and goes on from where the run before ended', async () => {
    log('{"route":"/a"}', '{"route":"/b"}');
    expect(await keep()).toEqual({ code: 0, output: expect.stringMatching(/throughline-\d{8}T\d{6}Z\.jsonl\.gz\n$/) });
    expect(readFileSync(join(here, 'asked'), 'utf8')).toContain('--unit=throughline-api@*\n');
    expect(readKept()).toEqual(['{"route":"/a"}', '{"route":"/b"}']);
    // without news no file is made, and the place stays
    expect(await keep()).toEqual({ code: 0, output: '' });
    expect(listKept()).toHaveLength(1);
    rmSync(join(folder, listKept()[0] ?? ''));
    log('{"route":"/c"}');
    expect((await keep()).code).toBe(0);
    expect(readKept()).toEqual(['{"route":"/c"}']);
  });

  it('fails where the journal does, and the next run keeps the lines of that one', async () => {
    log('{"route":"/a"}');
    writeFileSync(join(here, 'fails'), '');
    expect((await keep()).code).not.toBe(0);
    expect(listKept()).toEqual([]);
    rmSync(join(here, 'fails'));
    expect((await keep()).code).toBe(0);
    expect(readKept()).toEqual(['{"route":"/a"}']);
    expect(readdirSync(folder).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });

  it('keeps what is six months old, and lets go what is older than it is told', async () => {
    const [young, due, old] = [leave(1), leave(SIX_MONTHS), leave(201)];
    expect((await keep()).code).toBe(0);
    expect(listKept().sort()).toEqual([young, due].sort());
    expect(listKept()).not.toContain(old);
  });

  it('refuses to keep less than six months', async () => {
    const old = leave(100);
    for (const LOG_KEEP_DAYS of ['90', '183', 'soon'])
      expect(await keep({ LOG_KEEP_DAYS })).toEqual({ code: 2, output: expect.stringContaining('LOG_KEEP_DAYS') });
    expect(listKept()).toEqual([old]);
  });

  (existsSync(JOURNALCTL) ? it : it.skip)('asks journalctl for what it understands', async () => {
    rmSync(join(here, 'bin/journalctl'));
    writeFileSync(join(here, 'bin/journalctl'), `#!/bin/sh\nexec ${JOURNALCTL} --directory="$HERE/bin" "$@"\n`);
    chmodSync(join(here, 'bin/journalctl'), 0o755);
    // a folder without a journal: it says nothing of that, and would say what it does not understand
    expect((await keep()).output).toBe('');
  });
});

describe('what the pages say of access logs', () => {
  it('runs the script each night by a unit that keeps more than six months, and reads the journal of all that answers', () => {
    const unit = readService(printedFiles.get('/etc/systemd/system/throughline-logs.service') ?? '');
    const [line = ''] = unit['ExecStart'] ?? [];
    expect(line).toMatch(/^\/bin\/sh \/opt\/throughline\/docker\/keep-logs\.sh /);
    for (const name of ['throughline-api@*', 'throughline-worker']) expect(line).toContain(` --unit=${name}`);
    const { LOG_KEEP_DAYS, LOG_DIR } = readVariables((unit['Environment'] ?? []).join('\n'));
    expect(Number(LOG_KEEP_DAYS)).toBeGreaterThanOrEqual(SIX_MONTHS);
    expect([LOG_DIR, unit['LogsDirectory']]).toEqual(['/var/log/throughline', ['throughline']]);
    expect(printedFiles.get('/etc/systemd/system/throughline-logs.timer')).toMatch(/^OnCalendar=.*\nPersistent=true$/m);
  });

  it('lets the journal itself keep more than six months, on the disk, and leave no line out that comes fast', () => {
    const page = readPage('docs/security.md');
    const [, days] = /^MaxRetentionSec=(\d+)day$/m.exec(page) ?? [];
    expect(Number(days)).toBeGreaterThanOrEqual(SIX_MONTHS);
    for (const line of ['Storage=persistent', 'RateLimitIntervalSec=0']) expect(page).toContain(`\n${line}\n`);
  });
});
