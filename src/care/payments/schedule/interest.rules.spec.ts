import { describe, expect, it } from '@jest/globals';
import { lateInterest } from './interest.rules.js';

describe('interest on what is paid late', () => {
  it('is counted by hand: 54 000.00 yuan, ten days late, at 0.0005 a day', () => {
    // 54 000 × 0.0005 = 27.00 a day.
    expect(lateInterest(5_400_000n, 0.0005, '2026-01-21', '2026-01-31')).toEqual({ days: 10, fen: 27_000n });
  });

  it('begins on the day after the due day', () => {
    expect(lateInterest(5_400_000n, 0.0005, '2026-01-21', '2026-01-21')).toEqual({ days: 0, fen: 0n });
    expect(lateInterest(5_400_000n, 0.0005, '2026-01-21', '2026-01-20')).toEqual({ days: 0, fen: 0n });
    expect(lateInterest(5_400_000n, 0.0005, '2026-01-21', '2026-01-22')).toEqual({ days: 1, fen: 2_700n });
  });

  it('is rounded once, half up', () => {
    // 999 fen × 0.0005 × 1 = 0.4995 fen; × 2 = 0.999; 1 000 fen × 0.0005 = 0.5.
    expect(lateInterest(999n, 0.0005, '2026-01-01', '2026-01-02').fen).toBe(0n);
    expect(lateInterest(999n, 0.0005, '2026-01-01', '2026-01-03').fen).toBe(1n);
    expect(lateInterest(1_000n, 0.0005, '2026-01-01', '2026-01-02').fen).toBe(1n);
  });
});
