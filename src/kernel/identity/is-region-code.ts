import { applyDecorators } from '@nestjs/common';
import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import { describeCheck } from '../openapi/described.js';
import { isKnownRegion, isRegionCode } from './regions.js';

/** A region code of six, nine or twelve digits, for a filter: of a place that is not there, nothing is found. */
export function IsRegionCode(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = buildMessage((each) => `${each}$property must be a region code of 6, 9 or 12 digits`, options);
  const check = ValidateBy({ name: 'isRegionCode', validator: { validate: isRegionCode, defaultMessage } }, options);
  return describeCheck(check, { pattern: '^[1-9]\\d{5}(\\d{3}){0,2}$' }, options);
}

/** The place that a code of the right form names is, or was, one. Anything else is left to other validators. */
export function IsKnownRegion(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = buildMessage((each) => `${each}$property is no region of GB/T 2260`, options);
  const validate = (value: unknown): boolean => !isRegionCode(value) || isKnownRegion(value);
  return ValidateBy({ name: 'isKnownRegion', validator: { validate, defaultMessage } }, options);
}

/** The region of a record: a code of GB/T 2260, also an abolished one, with a street or community below it or without. */
export const IsRegion = (): PropertyDecorator => applyDecorators(IsRegionCode(), IsKnownRegion());
