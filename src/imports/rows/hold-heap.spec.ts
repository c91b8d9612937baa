import { expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { runToEnd } from '../../../test/support/child.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What outlives the young space and is garbage soon, beside what lives: most of the heap in MB. V8 would let three times more gather. */
const PROGRAM = `
  await import('./scripts/lib/load-ts.mjs');
  const { holdHeap } = await import('./src/imports/rows/hold-heap.js');
  const living = Array.from({ length: 100_000 }, (_, i) => ({ i, of: [i] }));
  const steps = new Array(60);
  let most = 0;
  const work = async () => {
    for (let n = 0; n < 800; n++) {
      steps[n % steps.length] = Array.from({ length: 5_000 }, (_, i) => ({ n, of: [i] }));
      most = Math.max(most, process.memoryUsage().heapUsed / 2 ** 20);
    }
  };
  gc();
  await (process.argv[1] === 'held' ? holdHeap(work) : work());
  process.stdout.write('most ' + most + ' of ' + living.length);`;

async function measureMost(how: 'held' | 'free'): Promise<number> {
  // Nothing of it waits for threads that a busy machine lets wait.
  const flags = [
    '--expose-gc',
    '--single-threaded-gc',
    '--heap-growing-percent=300',
    '--no-warnings',
    '--input-type=module',
  ];
  const args = [...flags, '-e', PROGRAM, how];
  const child = await runToEnd(process.execPath, args, { cwd: root, env: { PATH: process.env.PATH } });
  expect(child.output).toMatch(/^most [\d.]+ of 100000$/);
  return Number(child.output.split(' ')[1]);
}

it('lets less garbage gather than V8 does by itself', async () => {
  const free = await measureMost('free');
  expect(await measureMost('held')).toBeLessThan(free * 0.65);
});
