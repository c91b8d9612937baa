import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import { isCreditCode } from './credit-code.js';
import { isRegionCode } from './regions.js';
import { isResidentId } from './resident-id.js';

function decorator(
  name: string,
  validate: (value: unknown) => boolean,
  text: string,
  options?: ValidationOptions,
): PropertyDecorator {
  const defaultMessage = buildMessage((each) => `${each}$property must be ${text}`, options);
  return ValidateBy({ name, validator: { validate, defaultMessage } }, options);
}

/** A unified social credit code, in capitals or not. */
export function IsCreditCode(options?: ValidationOptions): PropertyDecorator {
  return decorator('isCreditCode', isCreditCode, 'a unified social credit code (GB 32100)', options);
}

/** A region code of six, nine or twelve digits; it need not be in the shipped list. */
export function IsRegionCode(options?: ValidationOptions): PropertyDecorator {
  return decorator('isRegionCode', isRegionCode, 'a region code of 6, 9 or 12 digits', options);
}

/** A resident identity number of mainland China. */
export function IsResidentId(options?: ValidationOptions): PropertyDecorator {
  return decorator('isResidentId', isResidentId, 'a resident identity number (GB 11643)', options);
}
