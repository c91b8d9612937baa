import type { ProblemSpec } from '../codes.js';

/** Challenges, complaints and what they halt. */
export const REMEDY_PROBLEMS = {} as const satisfies Record<string, ProblemSpec>;
