import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { IsYuan } from './is-yuan.js';
import {
  formatYuan,
  formatYuanOrNull,
  isWanYuan,
  isYuan,
  parseWanYuan,
  parseYuan,
  percent,
  ratio,
  sumFen,
} from './money.js';

describe('money is text of yuan and whole fen', () => {
  it.each([
    ['200000.00', 20000000n],
    ['200000', 20000000n],
    ['200000.5', 20000050n],
    ['0', 0n],
    ['0.01', 1n],
    ['999999999999999.99', 99999999999999999n],
  ])('%s yuan is %s fen', (text, fen) => {
    expect(isYuan(text)).toBe(true);
    expect(parseYuan(text)).toBe(fen);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '-1',
    '+1',
    '1e3',
    '1,000',
    '1.234',
    '.5',
    '5.',
    '01',
    '1000000000000000',
    '20万',
    'NaN',
    '１',
    '1\n',
  ])('refuses %j', (text) => {
    expect(isYuan(text)).toBe(false);
    expect(() => parseYuan(text)).toThrow(RangeError);
  });

  it.each([[200000], [null], [undefined], [{}], [['1']], [1n], [Number.NaN]])(
    'a value that is not text (%p) is not money',
    (value) => {
      expect(isYuan(value)).toBe(false);
    },
  );

  it('formats fen, as number text from the database too', () => {
    expect(formatYuan(20000000n)).toBe('200000.00');
    expect(formatYuan('5')).toBe('0.05');
    expect(formatYuan(0n)).toBe('0.00');
    expect(formatYuan(-150n)).toBe('-1.50');
    expect(formatYuanOrNull(null)).toBeNull();
    expect(formatYuanOrNull('100')).toBe('1.00');
  });

  it('what is formatted is parsed back to the same fen', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99999999999999999n }), (fen) => parseYuan(formatYuan(fen)) === fen),
    );
  });

  it('reads 万元 for imports only', () => {
    expect(parseWanYuan('20')).toBe(20000000n);
    expect(parseWanYuan('0.000001')).toBe(1n);
    expect(isWanYuan('0.0000001')).toBe(false);
    expect(isWanYuan('20万')).toBe(false);
  });

  it('sums without loss', () => {
    expect(sumFen([99999999999999999n, '1', 2n])).toBe(100000000000000002n);
    expect(sumFen([])).toBe(0n);
  });
});

describe('shares are exact and half up', () => {
  it.each([
    [12000000, 20100000, '59.7'],
    [89, 250, '35.6'],
    [151, 365, '41.4'],
    [1, 3, '33.3'],
    [1, 2000, '0.1'],
    [1, 2001, '0.0'],
    [20100000, 20100000, '100.0'],
  ])('%s of %s is %s percent', (part, whole, expected) => {
    expect(percent(part, whole)).toBe(expected);
  });

  it('has no share of nothing and no negative share', () => {
    expect(percent(1, 0)).toBeNull();
    expect(() => percent(-1, 2)).toThrow(RangeError);
    expect(ratio(5n, 2n, 0)).toBe('3');
    expect(ratio(1n, 8n, 3)).toBe('0.125');
  });
});

describe('@IsYuan', () => {
  class Priced {
    @IsYuan()
    amount: unknown;
  }
  const errorsOf = (amount: unknown): string[] => {
    const priced = new Priced();
    priced.amount = amount;
    return validateSync(priced).flatMap((error) => Object.keys(error.constraints ?? {}));
  };
  it('names itself when a JSON number is given', () => {
    expect(errorsOf('200000.00')).toEqual([]);
    expect(errorsOf(200000)).toEqual(['isYuan']);
    expect(errorsOf('20万元')).toEqual(['isYuan']);
  });
});
