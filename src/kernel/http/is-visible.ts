import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import { describeCheck } from '../openapi/described.js';

/**
 * One character that leaves ink: none of Unicode's controls, formats and unassigned (C), separators (Z), marks that need
 * another character (M), or letters and symbols that are blank by design (fillers of Hangul, the empty braille cell).
 */
const VISIBLE = '[^\\p{C}\\p{Z}\\p{M}\\p{Default_Ignorable_Code_Point}\\u2800\\u{1D159}]';
const INK = new RegExp(VISIBLE, 'u');
/** What the document asks at least: clients in languages without Unicode's properties compile it too. */
const VISIBLE_IN_DOCUMENT = '\\S';

/** A text that a reader would see anything of. Marks and joiners inside a real text are part of it and stay. */
export const isVisible = (value: unknown): value is string => typeof value === 'string' && INK.test(value);

export function IsVisible(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = buildMessage((each) => `${each}$property must hold a visible character`, options);
  const check = ValidateBy({ name: 'isVisible', validator: { validate: isVisible, defaultMessage } }, options);
  return describeCheck(check, { pattern: VISIBLE_IN_DOCUMENT }, options);
}
