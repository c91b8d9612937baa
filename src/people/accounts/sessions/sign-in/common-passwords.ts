import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/**
 * As many guesses as an attacker makes who tries what people choose first: lists of leaked passwords, names, walks over the
 * keyboard, dates, and these with other letters or numbers behind them.
 */
const GUESSES = 1e9;

/** What people in China begin with, besides the lists of the library. */
const ALSO_COMMON = [
  'woaini',
  'wodemima',
  'zhongguo',
  'beijing',
  'minzheng',
  'shegong',
  'shequ',
  'guanliyuan',
  'mima',
  '1314520',
  '5201314',
  '147258369',
  'throughline',
  'jiexu',
];

/**
 * Characters that are judged: the time it takes grows with the square of their number, and nothing else is answered meanwhile.
 * 64 that are none of what is tried first are enough, whatever follows.
 */
const JUDGED = 64;

let checker: ZxcvbnFactory | undefined;

/** Whether a password is among those that are tried first, by its beginning. `own`: words that are known of its holder. */
export function isCommonPassword(password: string, own: readonly string[]): boolean {
  checker ??= new ZxcvbnFactory({
    dictionary: { ...dictionary, alsoCommon: ALSO_COMMON },
    graphs: adjacencyGraphs,
    maxLength: JUDGED,
  });
  return checker.check(password, [...own]).guesses < GUESSES;
}
