import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { breakLongRuns } from './long-runs.js';

/** Each sign is ten wide. */
const tens = { widthOfString: (text: string) => 10 * Array.from(text).length };
const LINE = 200;

describe('a run in which no line breaks', () => {
  it.each(['_', '…', 'a', '9', '（', '，', '𠮷a'])('of %s ends its lines itself, within the width', (sign) => {
    const broken = breakLongRuns(sign.repeat(5_000), LINE, tens);
    expect(broken.replaceAll('\n', '')).toBe(sign.repeat(5_000));
    expect(Math.max(...broken.split('\n').map(tens.widthOfString))).toBeLessThanOrEqual(LINE);
  });

  it('is left alone where it is no longer than a word', () => {
    const text = `${'a'.repeat(59)} ${'b'.repeat(60)}`;
    expect(breakLongRuns(text, LINE, tens)).toBe(text);
  });

  it('breaks no Chinese prose, which breaks by itself', () => {
    const text = '服务按月开展，每月不少于八次；完成后由社区确认。'.repeat(500);
    expect(breakLongRuns(text, LINE, tens)).toBe(text);
  });

  it('loses nothing of any text, and adds nothing but ends of lines', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const bare = (of: string) => of.replaceAll('\n', '');
        expect(bare(breakLongRuns(text, LINE, tens))).toBe(bare(text));
      }),
    );
  });
});
