import { describe, expect, it } from '@jest/globals';
import { Recent } from './recent.js';

describe('what was found recently', () => {
  let now = 0;
  /** A work whose outcomes the test gives. */
  function makeWork() {
    const runs: ((found: number | Error) => void)[] = [];
    const recent = new Recent(
      () =>
        new Promise<number>((resolve, reject) => {
          runs.push((found) => (found instanceof Error ? reject(found) : resolve(found)));
        }),
      () => now,
    );
    const finish = async (run: number, found: number | Error): Promise<void> => {
      runs[run]?.(found);
      await new Promise((settled) => setImmediate(settled));
    };
    return { recent, runs, finish };
  }

  it('is found once for all who ask meanwhile, and for who asks soon after', async () => {
    const { recent, runs, finish } = makeWork();
    const asked = [recent.ask(), recent.ask()];
    await finish(0, 7);
    expect(await Promise.all(asked)).toEqual([7, 7]);
    now += 250;
    expect([await recent.ask(), runs.length]).toEqual([7, 1]);
  });

  it('is renewed before it is old, and nobody waits for that', async () => {
    const { recent, runs, finish } = makeWork();
    const first = recent.ask();
    await finish(0, 1);
    expect(await first).toBe(1);
    now += 300;
    expect([await recent.ask(), await recent.ask(), runs.length]).toEqual([1, 1, 2]);
    await finish(1, 2);
    expect([await recent.ask(), runs.length]).toEqual([2, 2]);
  });

  it('is waited for where the last one is old, and a failure is told like anything else', async () => {
    const { recent, runs, finish } = makeWork();
    const first = expect(recent.ask()).rejects.toThrow('away');
    await finish(0, new Error('away'));
    await first;
    await expect(recent.ask()).rejects.toThrow('away');
    now += 501;
    const later = recent.ask();
    await finish(1, 5);
    expect([await later, runs.length]).toEqual([5, 2]);
  });
});
