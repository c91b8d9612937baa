import { describe, expect, it } from '@jest/globals';
import { formatCsvCell, unguardCsvCell } from './csv.js';

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
    ["'=1+1", "''=1+1"],
    ['-12.50', '-12.50'],
    [-1, '-1'],
    [12, '12'],
    [true, 'true'],
    [null, ''],
  ])('%j is written as %s', (value, expected) => {
    expect(formatCsvCell(value)).toBe(expected);
  });

  it.each(['=1', '-1+1', '+86', '@cmd', '\tx', '\rx', '\n=1', '＝1+1', '＋86', '－1', '＠x', "'=1", "''=1"])(
    '%j is read again as it was before it was guarded',
    (text) => {
      expect(unguardCsvCell(`'${text}`)).toBe(text);
    },
  );

  it.each(["'tis", "'-12.50", "'", '=1', ''])('%j that no table of ours guarded stays as it is', (text) => {
    expect(unguardCsvCell(text)).toBe(text);
  });
});
