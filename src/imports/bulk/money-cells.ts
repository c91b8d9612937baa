import { formatYuan, isWanYuan, isYuan, parseWanYuan, parseYuan } from '../../kernel/money/money.js';
import type { ReadCell } from './read-cell.js';
import type { PlacedColumn } from './columns.js';

type Unit = Exclude<PlacedColumn['unit'], null>;

/** Decimals of a unit down to the fen. */
const DECIMALS: Readonly<Record<Unit, number>> = { yuan: 2, wan: 6 };
/** Digits of a number that a spreadsheet shows; those behind them come of keeping decimal fractions in binary. */
const SHOWN_DIGITS = 15;
/** Decimals that must be shown behind the fen: a number so large that they are not is read as it stands. */
const SPARE_DECIMALS = 2;

const NAMES_UNIT = /[元万¥￥]|yuan|rmb|cny/i;
/** Nothing but digits, points and the commas that may stand between thousands. */
const WITH_MARKS = /^[\d.,]*,[\d.,]*$/;
const BETWEEN_THOUSANDS = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;
const ONE_MARK = /^\d+,\d{3}$/;

/** `105.44999999999999` is 105.45, as a spreadsheet shows it; a third decimal that is shown stays. */
function dropBinaryRest(text: string, unit: Unit): string {
  const number = Number(text);
  // As a program writes a number to its last digit: nobody types that.
  if (!Number.isFinite(number) || String(number) !== text) return text;
  const shown = number.toPrecision(SHOWN_DIGITS);
  const [, decimals = ''] = shown.split('.');
  return decimals.length < DECIMALS[unit] + SPARE_DECIMALS ? text : shown.replace(/\.?0+$/, '');
}

function readPlainAmount(text: string, unit: Unit): string | null {
  if (unit === 'yuan') return isYuan(text) ? formatYuan(parseYuan(text)) : null;
  return isWanYuan(text) ? formatYuan(parseWanYuan(text)) : null;
}

/** Wide digits, points and commas as plain ones. What else stands for a digit, as a mark of a footnote does, is none. */
const foldWidths = (text: string): string =>
  text.replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));

/** An amount in the unit of its heading. Marks between thousands are read where they cannot be a decimal sign. */
export function readMoney(raw: string | number, unit: PlacedColumn['unit']): ReadCell {
  const text = foldWidths(String(raw));
  if (NAMES_UNIT.test(text)) return { fault: 'other_unit' };
  if (unit === null) return { fault: 'not_money' };
  const hasMarks = WITH_MARKS.test(text);
  // Three decimals are no amount of yuan, but one of 10 000 yuan.
  if (hasMarks && (!BETWEEN_THOUSANDS.test(text) || (unit === 'wan' && ONE_MARK.test(text))))
    return { fault: 'ambiguous_amount' };
  const bare = hasMarks ? text.replaceAll(',', '') : text;
  const value = readPlainAmount(bare, unit) ?? readPlainAmount(dropBinaryRest(bare, unit), unit);
  return value === null ? { fault: 'not_money' } : { value };
}
