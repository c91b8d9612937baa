import { countDays, type PlainDate } from '../../../kernel/clock/plain-date.js';

/** A rate of a day as a rule has it, 0.0005, in millionths: what is counted with is whole. */
const MILLION = 1_000_000n;

/**
 * Simple interest on what is paid late: from the day after the due day to the day of payment, or to today, to the fen, half
 * up. Exact: no part of a fen is lost on the way.
 */
export function lateInterest(
  fen: bigint,
  ratePerDay: number,
  due: PlainDate,
  until: PlainDate,
): { days: number; fen: bigint } {
  const days = Math.max(0, countDays(due, until));
  const millionths = fen * BigInt(Math.round(ratePerDay * Number(MILLION))) * BigInt(days);
  return { days, fen: (millionths + MILLION / 2n) / MILLION };
}
