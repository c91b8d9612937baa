import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import { describeCheck } from '../openapi/described.js';
import { isResidentId } from './resident-id.js';

/** A resident identity number of mainland China. */
export function IsResidentId(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = buildMessage(
    (each) => `${each}$property must be a resident identity number (GB 11643)`,
    options,
  );
  const check = ValidateBy({ name: 'isResidentId', validator: { validate: isResidentId, defaultMessage } }, options);
  return describeCheck(check, { pattern: '^\\d{17}[\\dXx]$' }, options);
}
