import type { ProblemSpec } from '../codes.js';

/** Bids and their opening. */
export const BID_PROBLEMS = {} as const satisfies Record<string, ProblemSpec>;
