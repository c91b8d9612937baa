import { expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROCESS = pathToFileURL(
  fileURLToPath(new URL('../../.cache/compiled/src/boot/process.js', import.meta.url)),
).href;
/** Says a line again and again, and has something to stop. */
const PROGRAM = `
  const { runUntilSignal } = await import('${PROCESS}');
  await runUntilSignal(async (life) => {
    const timer = setInterval(() => process.stderr.write('a line\\n'), 5);
    life.onStop(async () => clearInterval(timer));
  });`;

it('a process whose words nobody reads any more stops what it runs and ends', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  try {
    await once(child.stderr, 'data');
    child.stdout.destroy();
    child.stderr.destroy();
    expect(await ended).toEqual([1, null]);
  } finally {
    child.kill('SIGKILL');
  }
});
