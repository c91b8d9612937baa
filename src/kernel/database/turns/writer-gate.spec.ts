import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { computeGateLimits, WriterGate } from './writer-gate.js';

const waits = { turnWaitMs: 50, lockWaitMs: 50 };

describe('the gate of writers', () => {
  it('leaves connections free, however few there are', () => {
    for (let connections = 2; connections <= 200; connections++) {
      const { all, ofOne } = computeGateLimits(connections, waits);
      expect(all).toBeLessThan(connections);
      expect(ofOne).toBeLessThanOrEqual(all);
      expect(ofOne).toBeGreaterThanOrEqual(1);
    }
  });

  it('lets another object in while one is busy, and tells who waits too long to come again', async () => {
    const gate = new WriterGate({ all: 3, ofOne: 1, waitMs: 20, lockWaitMs: 20 });
    const first = await gate.enter({ root: 'a' });
    await expect(gate.enter({ root: 'a' })).rejects.toMatchObject({ code: 'busy', details: { retryAfterSeconds: 1 } });
    const other = await gate.enter({ root: 'b' });
    const next = gate.enter({ root: 'a' });
    first();
    first();
    (await next)();
    other();
    expect(gate.waiting).toBe(0);
  });

  it('leaves others their places in line, however many queue for one object', async () => {
    const gate = new WriterGate({ all: 1, ofOne: 1, waitMs: 60_000, lockWaitMs: 20 });
    const leave = await gate.enter({ root: 'busy' });
    const waiting = Array.from({ length: 500 }, () => gate.enter({ root: 'busy' }));
    await expect(gate.enter({ root: 'busy' })).rejects.toMatchObject({ code: 'busy' });
    const others = [gate.enter({ root: 'another' }), gate.enter({ root: null })];
    expect(gate.waiting).toBe(502);
    leave();
    for (const turn of [...waiting, ...others]) (await turn)();
    expect(gate.waiting).toBe(0);
  });

  it('never holds more than it may, whatever comes in whatever order, and keeps nobody for good', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.record({ root: fc.constantFrom('a', 'b', null), ticks: fc.integer({ min: 0, max: 4 }) }), {
          maxLength: 30,
        }),
        async (all, share, requests) => {
          const gate = new WriterGate({ all, ofOne: Math.min(all, share), waitMs: 60_000, lockWaitMs: 1 });
          const held = new Map<string | null, number>();
          let together = 0;
          const run = async ({ root, ticks }: (typeof requests)[number]): Promise<void> => {
            const leave = await gate.enter({ root });
            together++;
            held.set(root, (held.get(root) ?? 0) + 1);
            expect(together).toBeLessThanOrEqual(all);
            if (root !== null) expect(held.get(root)).toBeLessThanOrEqual(Math.min(all, share));
            for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
            together--;
            held.set(root, (held.get(root) ?? 0) - 1);
            leave();
          };
          await Promise.all(requests.map(run));
          expect([together, gate.waiting]).toEqual([0, 0]);
        },
      ),
    );
  });
});
