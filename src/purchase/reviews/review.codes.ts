import type { ProblemCode } from '../../kernel/errors/codes.js';

/** What every change of a review may answer with. */
export const REVIEWING = [
  'validation_failed',
  'not_signed_in',
  'not_permitted',
  'not_found',
  'wrong_state',
  'conducted_elsewhere',
] as const satisfies ProblemCode[];

/** From here on the law asks that the reviewers' names are published with the result (Order 87 article 69). */
export const RESULT: readonly string[] = ['result_published', 'contracted'];
