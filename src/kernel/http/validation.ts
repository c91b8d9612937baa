import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Problem, type FieldError } from '../errors/problem.js';
import type { Text } from '../errors/texts.js';
import { escapePointer } from './body.js';
import { rememberMetadata } from './validation/remembered-metadata.js';
import texts from './validation/validation.texts.json' with { type: 'json' };

/** Codes and Chinese texts of the validators in use; a validator that is not listed keeps its own name and text. */
const CODES: Readonly<Record<string, { code: string; zh: string }>> = texts;

const snake = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** Where a value is of another type, what else is wrong about it says nothing. */
const TYPES = ['isString', 'isInt', 'isNumber', 'isBoolean', 'isArray', 'isObject'];

function listFaults({ property, value, children, constraints = {} }: ValidationError): [string, string][] {
  const all = Object.entries(constraints);
  const missing = value === undefined && !children?.length && !('whitelistValidation' in constraints);
  if (missing && all.length > 0) return [['isDefined', `${property} is missing`]];
  const type = all.find(([name]) => TYPES.includes(name));
  return type ? [type] : all;
}

/** What class-validator found, with JSON pointers below `base`. */
export function fieldErrors(errors: readonly ValidationError[], base: string): FieldError[] {
  return errors.flatMap((error) => {
    const pointer = `${base}/${escapePointer(error.property)}`;
    const own = listFaults(error).map(([name, text]): FieldError => {
      const known = CODES[name];
      return { pointer, code: known?.code ?? snake(name), text: { en: text, zh: known?.zh ?? text } };
    });
    return [...own, ...fieldErrors(error.children ?? [], pointer)];
  });
}

/** `throw invalid('/lots/0/ceiling', 'not_money', …)`: the same answer for faults that only a use case can see. */
export const invalid = (pointer: string, code: string, text: Text): Problem =>
  new Problem('validation_failed', { errors: [{ pointer, code, text }] });

/** One answer names at most so many faults: a body of a megabyte may hold a hundred thousand. */
const MAX_FAULTS = 100;

/** Unknown fields are refused, never dropped; nothing is converted silently. */
export function validationPipe(): ValidationPipe {
  rememberMetadata();
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) =>
      new Problem('validation_failed', { errors: fieldErrors(errors, '').slice(0, MAX_FAULTS) }),
  });
}
