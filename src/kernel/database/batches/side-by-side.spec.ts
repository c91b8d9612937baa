import { describe, expect, it } from '@jest/globals';
import { SideBySide } from './side-by-side.js';
import type { Tx } from '../tx.js';

/** Doubles numbers, and remembers how many came together. */
function createDoubling() {
  const together: number[][] = [];
  return {
    together,
    double: (_: Tx, calls: readonly number[]) => {
      together.push([...calls]);
      return Promise.resolve(calls.map((call) => call * 2));
    },
  };
}

describe('SideBySide', () => {
  it('answers together what all pieces wait for, each with its own answer', async () => {
    const { together, double } = createDoubling();
    const side = new SideBySide({} as Tx);
    const answers: number[] = [];
    await side.run([1, 2, 3].map((n) => async () => void answers.push(await side.share(double, n))));
    expect(together).toEqual([[1, 2, 3]]);
    expect(answers).toEqual([2, 4, 6]);
  });

  it('waits for a piece that has work of its own, during which no other runs', async () => {
    const { together, double } = createDoubling();
    const side = new SideBySide({} as Tx);
    const busy: number[] = [];
    const work = (n: number) => async () => {
      busy.push(n);
      await new Promise(setImmediate);
      busy.push(-n);
      await side.share(double, n);
    };
    await side.run([work(1), work(2)]);
    expect(busy).toEqual([1, -1, 2, -2]);
    expect(together).toEqual([[1, 2]]);
  });

  it('goes on without a piece that is through', async () => {
    const { together, double } = createDoubling();
    const side = new SideBySide({} as Tx);
    await side.run([
      () => Promise.resolve(),
      async () => {
        await side.share(double, 1);
        await side.share(double, 2);
      },
    ]);
    expect(together).toEqual([[1], [2]]);
  });

  it('fails whole with what failed first, after every piece has ended', async () => {
    const { together, double } = createDoubling();
    const side = new SideBySide({} as Tx);
    const ended: number[] = [];
    const run = side.run([
      () => Promise.reject(new Error('first')),
      async () => {
        await side.share(double, 1).finally(() => ended.push(1));
      },
    ]);
    await expect(run).rejects.toThrow('first');
    expect(ended).toEqual([1]);
    expect(together).toEqual([]);
  });

  it('refuses a shared call inside another, which would wait for itself', async () => {
    const { double } = createDoubling();
    const side: SideBySide = new SideBySide({} as Tx);
    const nested = async (_: Tx, calls: readonly number[]) => {
      await side.share(double, 1);
      return calls;
    };
    await expect(side.run([async () => void (await side.share(nested, 1))])).rejects.toThrow('nothing shared');
  });
});
