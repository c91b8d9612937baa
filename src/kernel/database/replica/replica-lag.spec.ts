import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ReplicaLag } from './replica-lag.js';

describe('how far a replica is behind', () => {
  it('is unknown until it answers, and while it is away', () => {
    const lag = new ReplicaLag(5_000);
    lag.note(10n, 0);
    expect([lag.ms, lag.isSmall(1)]).toEqual([null, false]);
    lag.see(10n, 1);
    expect([lag.ms, lag.isSmall(2)]).toEqual([0, true]);
    lag.lose();
    expect([lag.ms, lag.isSmall(2)]).toEqual([null, false]);
  });

  it('is how long the first position has stood that it lacks', () => {
    const lag = new ReplicaLag(5_000);
    lag.note(10n, 0);
    lag.note(20n, 1_000);
    lag.note(30n, 2_000);
    lag.see(15n, 3_000);
    expect([lag.ms, lag.isSmall(3_000)]).toEqual([2_000, true]);
    lag.see(15n, 6_500);
    expect([lag.ms, lag.isSmall(6_500)]).toEqual([5_500, false]);
    lag.see(30n, 7_000);
    expect([lag.ms, lag.isSmall(7_000)]).toEqual([0, true]);
  });

  it('is not small where nobody has looked for as long as it may be', () => {
    const lag = new ReplicaLag(5_000);
    lag.see(10n, 0);
    expect([lag.isSmall(5_000), lag.isSmall(5_001)]).toEqual([true, false]);
  });

  it('is nothing while nobody writes, however long', () => {
    const lag = new ReplicaLag(5_000);
    for (let at = 0; at < 100_000; at += 500) {
      lag.note(10n, at);
      lag.see(10n, at);
    }
    expect(lag.ms).toBe(0);
  });

  it('is never told smaller than it is, however many positions were noted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 0, max: 3_000 }), (noted, replayed) => {
        const lag = new ReplicaLag(5_000);
        for (let n = 1; n <= noted; n += 1) lag.note(BigInt(n), n);
        lag.see(BigInt(replayed), noted);
        expect(lag.ms).toBeGreaterThanOrEqual(replayed >= noted || noted > 1_000 ? 0 : noted - replayed - 1);
        if (replayed === 0) expect(lag.ms).toBe(noted - 1);
      }),
    );
  });
});
