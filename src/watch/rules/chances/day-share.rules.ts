import type { Finding } from '../../runs/assessment-types.js';
import { binomialLowerTail } from '../../statistics/binomial.js';
import { lessOrEqual, parseRatio, sixDigits, times, type Ratio } from '../../statistics/exact.js';
import { describeChance } from './chance.rules.js';
import { insufficient } from '../finding.rules.js';

/**
 * S02, S03, S11: a share of what was recorded is called beyond its cut-off where chance alone would show so much of it in at
 * most one of a hundred contracts that keep to the cut-off. One of a hundred and not of twenty: days of one week are alike,
 * and as if there were half as many of them the answer is still wrong in at most 5 % (`npm run bench -- social-control`).
 */
export const SHARE_LEVEL = '0.01';
const LEVEL = parseRatio(SHARE_LEVEL);

/**
 * How many days of equal work the days come to: (Σ w)² / Σ w², rounded down. A day on which much was recorded weighs more,
 * and so there are fewer of them.
 */
export function countEffectiveDays(ofEachDay: readonly number[]): number {
  const sum = ofEachDay.reduce((total, one) => total + one, 0);
  const squares = ofEachDay.reduce((total, one) => total + one * one, 0);
  return squares === 0 ? 0 : Math.floor((sum * sum) / squares);
}

export interface JudgedShare {
  significant: boolean;
  /** Six significant digits. */
  pValue: string;
  days: number;
}

interface Share {
  part: bigint;
  whole: bigint;
  /** How many days of equal work `whole` stands on. */
  days: number;
  /** At most this (`above`), or at least (`below`), is honest. */
  cutOff: Ratio;
  side: 'above' | 'below';
  /** How many shares were compared before this one was chosen. */
  looks?: number;
}

/**
 * What was done on one day is of one kind (an outing, a round of visits), so a day and not a record is what chance deals
 * out. Each day counts as if it had gone wholly to the part or wholly to the rest, which is the most that the share can
 * vary, and the number of such days is held against the exact binomial at the cut-off: the exact interval of the share lies
 * beyond the cut-off. Null: however the days had gone, so few of them could not show it.
 */
export function judgeShare({ part, whole, days, cutOff, side, looks = 1 }: Share): JudgedShare | null {
  const above = side === 'above';
  const honest = above ? { num: cutOff.den - cutOff.num, den: cutOff.den } : cutOff;
  // Days of the other kind for a share that is too high, of the kind itself for one that is too low: rounded against us.
  const few = above ? whole - part : part;
  const k = whole === 0n ? days : Number((few * BigInt(days) + whole - 1n) / whole);
  const p = times(binomialLowerTail(days, k, honest), BigInt(looks));
  const smallest = times(binomialLowerTail(days, 0, honest), BigInt(looks));
  if (!lessOrEqual(smallest, LEVEL)) return null;
  return { significant: lessOrEqual(p, LEVEL), pValue: sixDigits(p), days };
}

/** Parts of a percent, of a share: 60 → 3/5. */
export const toShare = (percent: number): Ratio => ({ num: BigInt(percent), den: 100n });

export const findTooFewDays = (days: number): Finding => insufficient({ code: 'too_few_days', days });

/** What a reader needs to weigh a share that lies beyond the cut-off, or within. */
export function explainDays({ significant, pValue, days }: JudgedShare, beyond: boolean): { en: string; zh: string } {
  if (!beyond) return { en: '', zh: '' };
  const chance = describeChance(pValue, 'contract');
  return significant
    ? {
        en: ` Over days that count as ${days} equal ones, of contracts that keep to the limit: ${chance.en}`,
        zh: `按相当于 ${days} 个等量工作日计，未超过界限的合同中：${chance.zh}`,
      }
    : {
        en: ` Over days that count as ${days} equal ones that may be chance, and nothing is concluded from it. ${chance.en}`,
        zh: `按相当于 ${days} 个等量工作日计，此占比可能出于偶然，不据此作出判断。${chance.zh}`,
      };
}
