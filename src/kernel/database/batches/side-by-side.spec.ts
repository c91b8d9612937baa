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

  describe('with many pieces', () => {
    const MANY = 200;

    it('computes for one half while the other is answered', async () => {
      const { together, double } = createDoubling();
      const side = new SideBySide({} as Tx);
      const order: string[] = [];
      const answer = async (tx: Tx, calls: readonly number[]) => {
        order.push(`asked ${calls.length}`);
        await new Promise(setImmediate);
        order.push(`answered ${calls.length}`);
        return double(tx, calls);
      };
      const pieces = Array.from({ length: MANY }, (_, n) => async () => {
        if (n === MANY - 1) order.push('last began');
        expect(await side.share(answer, n)).toBe(n * 2);
      });
      await side.run(pieces);
      expect(order.indexOf('last began')).toBeLessThan(order.indexOf('answered 100'));
      expect(together.map((calls) => calls.length)).toEqual([100, 100]);
    });

    it('lets nothing of the other half stand in what a piece does alone', async () => {
      const { double } = createDoubling();
      const side = new SideBySide({} as Tx);
      const order: string[] = [];
      const slow = async (tx: Tx, calls: readonly number[]) => {
        order.push('asked');
        for (let i = 0; i < 5; i++) await new Promise(setImmediate);
        order.push('answered');
        return double(tx, calls);
      };
      const pieces = Array.from({ length: MANY }, (_, n) => async () => {
        if (n === (MANY * 3) / 4) {
          const leave = await side.standAlone();
          order.push('alone');
          for (let i = 0; i < 20; i++) await new Promise(setImmediate);
          order.push('no longer');
          leave();
        }
        await side.share(slow, n);
        await side.share(slow, n);
      });
      await side.run(pieces);
      const alone = order.indexOf('alone');
      expect(order.slice(0, alone)).toEqual(['asked', 'answered']);
      expect(order[alone + 1]).toBe('no longer');
    });

    it('refuses what is shared by a piece that does something alone', async () => {
      const { double } = createDoubling();
      const side = new SideBySide({} as Tx);
      const run = side.run([
        async () => {
          const leave = await side.standAlone();
          await side.share(double, 1).finally(leave);
        },
      ]);
      await expect(run).rejects.toThrow('nothing shared');
    });
  });
});
