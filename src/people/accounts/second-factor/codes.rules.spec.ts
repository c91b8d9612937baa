import { describe, expect, it } from '@jest/globals';
import { findStep, isAppCode, plainCode } from './codes.rules.js';

/** The secret and the times of RFC 6238, appendix B (SHA-1), of whose eight digits an app shows the last six. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const VECTORS = [
  [59, '287082', 1],
  [1_111_111_109, '081804', 37_037_036],
  [1_111_111_111, '050471', 37_037_037],
  [1_234_567_890, '005924', 41_152_263],
  [2_000_000_000, '279037', 66_666_666],
] as const;

describe('a code of an app', () => {
  it.each(VECTORS)('at %d s is %s, of step %d', (seconds, code, step) => {
    expect(findStep(SECRET, code, seconds * 1000, null)).toBe(step);
  });

  it('stands for its step and the two beside it, and for none that was used', () => {
    const [seconds, code, step] = VECTORS[3];
    const at = (steps: number, used: number | null = null) =>
      findStep(SECRET, code, (seconds + steps * 30) * 1000, used);
    expect([-2, -1, 0, 1, 2].map((steps) => at(steps))).toEqual([null, step, step, step, null]);
    expect([step - 1, step, step + 1].map((used) => at(0, used))).toEqual([step, null, null]);
  });

  it('is six digits, however they are grouped', () => {
    expect(plainCode(' 005 924-')).toBe('005924');
    expect(['005924', '00592', '0059245', '00592a', ''].map(isAppCode)).toEqual([true, false, false, false, false]);
    expect(findStep(SECRET, '00592a', 1_234_567_890_000, null)).toBeNull();
  });
});
