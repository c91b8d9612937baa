import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { LOT_MEMBERS } from '../conducted/terms/lot-terms.rules.js';
import { NO_TERMS } from '../conducted/terms/terms-types.js';

/** Parts of a correction that are called as those of a draft are. */
const PARTS: readonly string[] = ['category', 'lots', 'terms', 'criteria', 'plan'];
const TERMS: ReadonlySet<string> = new Set<string>([...Object.keys(NO_TERMS), ...LOT_MEMBERS]);

/** Where a request to correct says what a draft says there; what no correction says stays as it is. */
export function toCorrectionPointer(pointer: string): string {
  const [, name = ''] = pointer.split('/');
  if (PARTS.includes(name)) return `/correction${pointer}`;
  return TERMS.has(name) ? `/correction/terms${pointer}` : pointer;
}

/** A refusal of what the documents come to, by where the correction says it. */
export const locateInCorrection = ({ errors, ...refused }: ProblemDetails): ProblemDetails => ({
  ...refused,
  ...(errors && { errors: errors.map((error) => ({ ...error, pointer: toCorrectionPointer(error.pointer) })) }),
});
