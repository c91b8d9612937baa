import { Problem, type FieldError } from '../../errors/problem.js';
import type { Text } from '../../errors/texts.js';

/** A field that stays as it was made: its place in the body, what it is, and what the body says; undefined: nothing. */
export type FixedField = readonly [pointer: string, kept: string | null, said: string | null | undefined];

const CANNOT_CHANGE: Text = { en: 'This stays as it was recorded first', zh: '首次登记后不可更改' };

/** @throws Problem `validation_failed` with `cannot_change` for each field that a body says otherwise than it is. */
export function assertFixedFields(fields: readonly FixedField[]): void {
  const errors = fields
    .filter(([, kept, said]) => said !== undefined && said?.toLowerCase() !== kept?.toLowerCase())
    .map(([pointer]): FieldError => ({ pointer, code: 'cannot_change', text: CANNOT_CHANGE }));
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
}
