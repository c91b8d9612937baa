import type { ProblemSpec } from '../codes.js';

/** Panels, scores, reports and awards. */
export const REVIEW_PROBLEMS = {} as const satisfies Record<string, ProblemSpec>;
