import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import { isOwnName, STANDS_FOR_ERASED } from '../identity/taken-out.js';

/** The name of a person, which is not the mark that stands where one was erased. */
export function IsOwnName(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = buildMessage((each) => `${each}$property ${STANDS_FOR_ERASED.en}`, options);
  return ValidateBy({ name: 'isOwnName', validator: { validate: isOwnName, defaultMessage } }, options);
}
