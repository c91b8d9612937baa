import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import { isCreditCode } from './credit-code.js';

/** A unified social credit code, in capitals or not. */
export function IsCreditCode(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = buildMessage(
    (each) => `${each}$property must be a unified social credit code (GB 32100)`,
    options,
  );
  return ValidateBy({ name: 'isCreditCode', validator: { validate: isCreditCode, defaultMessage } }, options);
}
