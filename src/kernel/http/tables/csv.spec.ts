import { describe, expect, it } from '@jest/globals';
import { formatCsvCell } from './csv.js';

describe('a cell of CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['-1+1', "'-1+1"],
    ['+86', "'+86"],
    ['@cmd', "'@cmd"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
    ['\n=1', `"'\n=1"`],
    ['＝1+1', "'＝1+1"],
    ['＋86', "'＋86"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ['-12.50', '-12.50'],
    [-1, '-1'],
    [12, '12'],
    [true, 'true'],
    [null, ''],
  ])('%j is written as %s', (value, expected) => {
    expect(formatCsvCell(value)).toBe(expected);
  });
});
