import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { release, type Report } from './screening.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const one = (ocid: string) => JSON.stringify(release(ocid, [{ by: 'a', amount: 100 }, { by: 'b', amount: 100 }], 'a')); // prettier-ignore

/** The command as it is called, in a process of its own. */
function screen(input: string | Buffer, file = '-') {
  const program = ['--import', './scripts/lib/load-ts.mjs', 'src/cli.ts', 'screen', file, '--threads', '1'];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, {
    ...{ cwd: ROOT, input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  });
  return { status, stderr, report: stdout === '' ? null : (JSON.parse(stdout) as Report) };
}

describe('what comes by standard input', () => {
  it('is screened as the file of the same bytes is', () => {
    // More than a pipe holds at a time.
    const text = Array.from({ length: 3_000 }, (_, n) => `${one(`o${n}`)}\n`).join('');
    const folder = mkdtempSync(join(tmpdir(), 'screen-'));
    try {
      writeFileSync(join(folder, 'some.jsonl'), text);
      const piped = screen(text);
      expect(piped).toMatchObject({ status: 0, stderr: '', report: { releases: { read: 3_000, errors: 0 } } });
      expect(piped).toEqual(screen('', join(folder, 'some.jsonl')));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('answers 1 where lines were bad, and names them under the name -', () => {
    const { status, stderr, report } = screen(`${one('p')}\n{\n${one('q')}\n`);
    expect([status, report?.releases['screened']]).toEqual([1, 2]);
    expect(stderr).toMatch(/^-: line 2: broken_json: /);
  });

  it('is refused where it is empty', () => {
    expect(screen('')).toEqual({ status: 2, stderr: '-: nothing to screen. It is empty\n', report: null });
  });

  it('is not unpacked: it has no name that says it is packed', () => {
    const { status, report } = screen(gzipSync(`${one('p')}\n`));
    expect(status).toBe(1);
    expect(report).toMatchObject({ releases: { screened: 0 }, published: {} });
    expect(report?.errors.map(({ code }) => code)).toContain('not_utf8');
  });
});
