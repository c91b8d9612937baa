import { getPrecision, isPartialDate } from '../kernel/clock/partial-date.js';
import type { Losses } from './losses.js';
import type { Period, Value } from './ocds-types.js';

const EIGHT_HOURS = 8 * 3_600_000;

/** An instant in the time of China, to the second. */
export const formatInstant = (instant: Date): string =>
  `${new Date(instant.getTime() + EIGHT_HOURS).toISOString().slice(0, 19)}+08:00`;

type Edge = 'start' | 'end';
const TIMES: Readonly<Record<Edge, string>> = { start: '00:00:00', end: '23:59:59' };

/** A day begins where something happened on it or begins with it, and ends where something ends with it; a month is left out. */
export function toDateTime(
  moment: string | null | undefined,
  field: string,
  losses: Losses,
  edge: Edge = 'start',
): string | undefined {
  if (moment === null || moment === undefined) return undefined;
  if (!isPartialDate(moment)) return formatInstant(new Date(moment));
  if (getPrecision(moment) === 'day') return `${moment}T${TIMES[edge]}+08:00`;
  losses.count(field, 'month_or_year_only');
  return undefined;
}

export function toPeriod(
  { start, end }: { start?: string | null | undefined; end?: string | null | undefined },
  field: string,
  losses: Losses,
): Period | undefined {
  const startDate = toDateTime(start, `${field}.startDate`, losses);
  const endDate = toDateTime(end, `${field}.endDate`, losses, 'end');
  return omitEmpty({ startDate, endDate });
}

/** Yuan as a number that is the same to the fen. */
export function toValue(yuan: string | null | undefined, field: string, losses: Losses): Value | undefined {
  if (yuan === null || yuan === undefined) return undefined;
  const [whole = '', cents = ''] = yuan.split('.');
  const amount = Number(yuan);
  if (Number.isFinite(amount) && amount.toFixed(2) === `${whole}.${cents.padEnd(2, '0')}`)
    return { amount, currency: 'CNY' };
  losses.count(field, 'amount_not_exact');
  return undefined;
}

type Filled<T> = { [K in keyof T]: Exclude<T[K], undefined | null> };

/** Without the members that say nothing. */
export const omitUnknown = <T extends object>(object: T): Filled<T> =>
  Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  ) as Filled<T>;

/** The same; undefined where nothing is left. */
export function omitEmpty<T extends object>(object: T): Filled<T> | undefined {
  const filled = omitUnknown(object);
  return Object.keys(filled).length === 0 ? undefined : filled;
}
