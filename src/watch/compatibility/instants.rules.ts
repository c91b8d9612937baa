import { isInstant } from '../../kernel/clock/moment.js';

const [ZERO, DASH, COLON, T, Z, DOT] = [48, 45, 58, 84, 90, 46];
const DAY = 86_400_000;

/** An instant in ms where the text is RFC 3339 on a day that exists; null otherwise. */
export function parseInstant(text: string | null): number | null {
  if (text === null) return null;
  return parseInUtc(text) ?? (isInstant(text) ? Date.parse(text) : null);
}

/** `2026-03-01T09:00:00Z`, with milliseconds or without, on a day that every month has; null for anything else. */
function parseInUtc(text: string): number | null {
  const end = text.length - 1;
  if ((end !== 19 && end !== 23) || text.charCodeAt(end) !== Z || text.charCodeAt(10) !== T) return null;
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return null;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return null;
  const [century, year] = [readTwo(text, 0), readTwo(text, 2)];
  const [month, day] = [readTwo(text, 5), readTwo(text, 8)];
  const [hour, minute, second] = [readTwo(text, 11), readTwo(text, 14), readTwo(text, 17)];
  const [last, rest] = end === 19 ? [0, 0] : [readTwo(text, 20), text.charCodeAt(22) - ZERO];
  if (end === 23 && text.charCodeAt(19) !== DOT) return null;
  // What is no digit is NaN or out of these bounds.
  const whole = century >= 10 && year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  if (!whole || !(hour <= 23 && minute <= 59 && second <= 59 && hour >= 0 && minute >= 0 && second >= 0)) return null;
  if (!(last >= 0 && rest >= 0 && rest <= 9)) return null;
  const days = countDays(century * 100 + year, month, day);
  return days * DAY + ((hour * 60 + minute) * 60 + second) * 1_000 + last * 10 + rest;
}

/** Two digits; -1 where they are none. */
function readTwo(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - ZERO, text.charCodeAt(at + 1) - ZERO];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Days since 1970 (H. Hinnant, days from civil). */
function countDays(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}
