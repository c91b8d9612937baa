import { ValidationPipe, type ValidationError } from '@nestjs/common';
import type { ValidatorOptions } from 'class-validator';
import { Problem, type FieldError } from '../errors/problem.js';
import type { Text } from '../errors/texts.js';
import { escapePointer } from './body.js';
import { listWrongItems, sayCheck, sayItems, sayMissingDay, sayPlace } from './validation/check-words.js';
import { lowerIds } from './validation/lower-ids.js';
import { rememberMetadata } from './validation/remembered-metadata.js';

/** One answer names at most so many faults: a body of a megabyte may hold a hundred thousand. */
const MAX_FAULTS = 100;

/** Where a value is of another type, what else is wrong about it says nothing. */
const TYPES = ['isString', 'isInt', 'isNumber', 'isBoolean', 'isArray', 'isObject'];

function listFaults({ property, value, children, constraints = {} }: ValidationError): [string, string][] {
  const all = Object.entries(constraints);
  const missing = value === undefined && !children?.length && !('whitelistValidation' in constraints);
  if (missing && all.length > 0) return [['isDefined', `${property} is missing`]];
  const type = all.find(([name]) => TYPES.includes(name));
  return type ? [type] : all;
}

/** One check of a field: a list of objects has its fault where something else stands in it, other lists name the items. */
function toFaults(pointer: string, value: unknown, name: string, found: string): FieldError[] {
  const { code, text: general } = sayCheck(name, found);
  const text = sayMissingDay(name, value) ?? general;
  const items = listWrongItems(value, name, found);
  if (name !== 'isObject' || items.length === 0)
    return [{ pointer, code, text: sayPlace(pointer, sayItems(items, text)) }];
  return items.slice(0, MAX_FAULTS).map((i) => {
    const at = `${pointer}/${i}`;
    return { pointer: at, code, text: sayPlace(at, text) };
  });
}

/** What class-validator found, with JSON pointers below `base`. */
export function fieldErrors(errors: readonly ValidationError[], base: string): FieldError[] {
  return errors.flatMap((error) => {
    const pointer = `${base}/${escapePointer(error.property)}`;
    const own = listFaults(error).flatMap(([name, text]) => toFaults(pointer, error.value, name, text));
    return [...own, ...fieldErrors(error.children ?? [], pointer)];
  });
}

/** `throw invalid('/lots/0/ceiling', 'not_money', …)`: the same answer for faults that only a use case can see. */
export const invalid = (pointer: string, code: string, text: Text): Problem =>
  new Problem('validation_failed', { errors: [{ pointer, code, text }] });

class BodyPipe extends ValidationPipe {
  protected override validate(
    object: object,
    options?: ValidatorOptions,
  ): Promise<ValidationError[]> | ValidationError[] {
    return super.validate(lowerIds(object), options);
  }
}

/** Unknown fields are refused, never dropped; nothing but the letters of ids is converted silently. */
export function validationPipe(): ValidationPipe {
  rememberMetadata();
  return new BodyPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) =>
      new Problem('validation_failed', { errors: fieldErrors(errors, '').slice(0, MAX_FAULTS) }),
  });
}
