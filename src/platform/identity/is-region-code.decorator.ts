import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import { described } from '../openapi/described.js';
import { isRegionCode } from './regions.js';

/** A region code of six, nine or twelve digits; it need not be in the shipped list. */
export function IsRegionCode(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = buildMessage((each) => `${each}$property must be a region code of 6, 9 or 12 digits`, options);
  const check = ValidateBy({ name: 'isRegionCode', validator: { validate: isRegionCode, defaultMessage } }, options);
  return described(check, { pattern: '^[1-9]\\d{5}(\\d{3}){0,2}$' }, options);
}
