import type { ProblemSpec } from '../codes.js';

/** Contracts that are signed and carried out here. */
export const CONTRACT_PROBLEMS = {} as const satisfies Record<string, ProblemSpec>;
