import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import { describeCheck } from '../openapi/described.js';
import { isYuan, YUAN } from './money.js';

/** Accepts a decimal string of yuan with at most two decimals and 15 digits before the point; refuses JSON numbers. */
export function IsYuan(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = buildMessage(
    (each) => `${each}$property must be a text of yuan with at most two decimals, such as "200000.00"`,
    options,
  );
  const check = ValidateBy({ name: 'isYuan', validator: { validate: isYuan, defaultMessage } }, options);
  return describeCheck(check, { pattern: YUAN.source }, options);
}

/** More than nothing: paid is what was paid. A text that is no money at all is left to `IsYuan`. */
export function IsSomeMoney(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = buildMessage((each) => `${each}$property must be more than 0`, options);
  const validate = (value: unknown): boolean => !isYuan(value) || /[1-9]/.test(value);
  return ValidateBy({ name: 'isSomeMoney', validator: { validate, defaultMessage } }, options);
}
