import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runToEnd } from '../support/child.js';
import { postgres15 } from '../support/optional-servers.js';

const root = resolve(import.meta.dirname, '../..');
/** A build may come before the run, where the sources changed since the last one. */
const RUN_MS = 600_000;

const runTests = (path: string, spec: string) =>
  runToEnd(process.execPath, [join(root, 'scripts/test.mjs'), spec], { cwd: root, env: { PATH: path } });

describe('npm test', () => {
  it(
    'runs the suites of optional servers, or says which it skipped and why',
    async () => {
      const bare = mkdtempSync(join(tmpdir(), 'throughline-path-'));
      symlinkSync(process.execPath, join(bare, 'node'));
      const run = await runTests(bare, 'src/kernel/embedded/account.spec.ts');
      rmSync(bare, { recursive: true });
      expect(run.output).toMatch(/Tests: +3 passed, 3 total/);
      expect(await run.ended).toBe(0);
      expect(run.output).toContain('skipped: queues on Redis, because redis-server is not installed');
      const { path, suites } = postgres15;
      expect(run.output).toContain(path === null ? `skipped: ${suites}` : `ran: ${suites}, on ${path}`);
    },
    RUN_MS,
  );

  it(
    'fails where nothing was run',
    async () => {
      const run = await runTests(process.env.PATH ?? '', 'no-such-spec');
      expect([await run.ended, run.output]).toEqual([1, expect.stringContaining('No tests found')]);
    },
    RUN_MS,
  );
});
