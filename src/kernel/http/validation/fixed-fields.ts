import { isDeepStrictEqual } from 'node:util';
import { Problem, type FieldError } from '../../errors/problem.js';
import type { Text } from '../../errors/texts.js';

/** A field that stays as it was made: its place in the body, what it is, and what the body says; undefined: nothing. */
export type FixedField = readonly [pointer: string, kept: string | null, said: string | null | undefined];

/** What is stored and what a request says are the same, in whatever order the members of an object stand. */
export const isSameValue = (kept: unknown, said: unknown): boolean =>
  isDeepStrictEqual(toPlainValue(kept), toPlainValue(said));
/** What a request says is an object of a class, what is stored is not. */
const toPlainValue = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** The same of what is no text: a list or an object. */
export const toFixedValue = (pointer: string, kept: unknown, said: unknown): FixedField => [
  pointer,
  'kept',
  said === undefined ? undefined : isSameValue(kept, said) ? 'kept' : 'changed',
];

const CANNOT_CHANGE: Text = { en: 'This stays as it was recorded first', zh: '首次登记后不可更改' };

/** @throws Problem `validation_failed` with `cannot_change` for each field that a body says otherwise than it is. */
export function assertFixedFields(fields: readonly FixedField[]): void {
  const errors = fields
    .filter(([, kept, said]) => said !== undefined && said?.toLowerCase() !== kept?.toLowerCase())
    .map(([pointer]): FieldError => ({ pointer, code: 'cannot_change', text: CANNOT_CHANGE }));
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
}
