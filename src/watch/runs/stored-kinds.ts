/** Kinds of subject that the tables accept: also pairs of evaluators and agencies, which no indicator answers about yet. */
export const STORED_SUBJECTS = [
  'tender',
  'lot',
  'contract',
  'service_line',
  'programme',
  'agency',
  'buyer',
  'buyer_agency',
  'evaluator_agency',
  'market',
  'bidder_group',
  'evaluator',
  'community',
  'evaluation_scheme',
] as const;

/** The same for the roots of flags. */
export const STORED_ROOTS = [
  'programme_calendar',
  'programme',
  'service_line',
  'contract',
  'tender',
  'agency',
  'buyer',
  'buyer_agency',
  'evaluator_agency',
  'market',
  'bidder_group',
  'evaluator',
  'community',
  'evaluation_scheme',
] as const;
