import { ACCEPTANCE_PROBLEMS } from './guards/acceptance.js';
import { BID_PROBLEMS } from './guards/bids.js';
import { CONTINUITY_PROBLEMS } from './guards/continuity.js';
import { CONTRACT_PROBLEMS } from './guards/contracts.js';
import { EVALUATION_PROBLEMS } from './guards/evaluations.js';
import { IMPLEMENTATION_PROBLEMS } from './guards/implementation.js';
import { PAYMENT_PROBLEMS } from './guards/payments.js';
import { PLANNING_PROBLEMS } from './guards/planning.js';
import { REMEDY_PROBLEMS } from './guards/remedies.js';
import { REVIEW_PROBLEMS } from './guards/reviews.js';
import { SURVEY_PROBLEMS } from './guards/surveys.js';

/** Refusals of the lifecycles' guards. 422: a rule refuses, and the fact it names would change it. */
export const GUARD_PROBLEMS = {
  ...PLANNING_PROBLEMS,
  ...BID_PROBLEMS,
  ...REVIEW_PROBLEMS,
  ...REMEDY_PROBLEMS,
  ...CONTRACT_PROBLEMS,
  ...IMPLEMENTATION_PROBLEMS,
  ...EVALUATION_PROBLEMS,
  ...SURVEY_PROBLEMS,
  ...PAYMENT_PROBLEMS,
  ...ACCEPTANCE_PROBLEMS,
  ...CONTINUITY_PROBLEMS,
} as const;
