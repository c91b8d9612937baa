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
export const WITH_VERSION = ['bad_if_match', 'stale_version', 'if_match_required'] as const satisfies ProblemCode[];
export const APPOINTING = [
  'member_is_bidder',
  'member_twice',
  'member_of_agent',
  'expert_of_buyer',
  'member_barred',
] as const satisfies ProblemCode[];
export const LAWFUL_PANEL = ['panel_unlawful', 'member_tied'] as const satisfies ProblemCode[];

/** From here on the law asks that the reviewers' names are published with the result (Order 87 article 69). */
export const RESULT: readonly string[] = ['result_published', 'contracted'];
