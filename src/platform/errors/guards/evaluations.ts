import type { ProblemSpec } from '../codes.js';

/** Schemes, evaluations, meetings and ratings. */
export const EVALUATION_PROBLEMS = {
  weights_not_whole: {
    status: 422,
    title: { en: 'The weights of a level are not 100 together', zh: '同级权重之和不等于 100' },
  },
  residents_unweighted: {
    status: 422,
    title: { en: 'What residents say weighs nothing', zh: '居民评议未占权重' },
  },
} as const satisfies Record<string, ProblemSpec>;
