import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import { describeCheck } from '../openapi/described.js';
import { isCreditCode } from './credit-code.js';

/** A unified social credit code, in capitals or not. */
export function IsCreditCode(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = buildMessage(
    (each) => `${each}$property must be a unified social credit code (GB 32100)`,
    options,
  );
  const check = ValidateBy({ name: 'isCreditCode', validator: { validate: isCreditCode, defaultMessage } }, options);
  return describeCheck(check, { pattern: '^[0-9A-HJ-NP-RTUWXYa-hj-np-rtuwxy]{18}$' }, options);
}
