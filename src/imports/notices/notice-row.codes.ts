import type { CategoryCode, NoticeKind } from '../../law/code-lists/code-lists.js';
import type { Method } from '../../law/code-lists/methods.js';

/** The notice's words on the left, ours on the right. A word that is not listed is an error of the row. */
export const KIND_OF = {
  intention: 'intent',
  tender: 'tender',
  correction: 'correction',
  single_source: 'single_source',
  award: 'result',
  contract: 'contract',
  acceptance: 'acceptance',
  failure: 'failure',
  evaluation: 'evaluation',
} as const satisfies Record<string, NoticeKind>;

export const METHOD_OF = {
  open: 'OPEN_TENDER',
  invited: 'INVITED_TENDER',
  negotiated_consultation: 'COMPETITIVE_CONSULTATION',
  negotiation: 'COMPETITIVE_NEGOTIATION',
  single_source: 'SINGLE_SOURCE',
  inquiry: 'INQUIRY',
  framework: 'FRAMEWORK',
  other: 'OTHER',
} as const satisfies Record<string, Method>;

export const CATEGORY_OF = {
  elderly_home_care: 'ELDERLY_HOME_CARE',
  community_social_work: 'COMMUNITY_SOCIAL_WORK',
  social_work_station: 'SOCIAL_WORK_STATION',
  child_protection: 'CHILD_PROTECTION',
  disability: 'DISABILITY',
  incubation_base: 'ORG_INCUBATION',
  registration_support: 'ORG_REGISTRATION_SUPPORT',
  staff_training: 'ORG_STAFF_TRAINING',
  grade_assessment: 'ORG_GRADE_ASSESSMENT',
  evaluation_acceptance: 'EVALUATION_ACCEPTANCE',
  poverty_county_social_work: 'POVERTY_COUNTY_SOCIAL_WORK',
  other: 'OTHER',
} as const satisfies Record<string, CategoryCode>;

/** Keys of a row. The second group is kept with the row though not yet used, `project_no` and `source_url` excepted. */
export const ROW_KEYS: ReadonlySet<string> = new Set([
  'id',
  'notice_type',
  'region',
  'category',
  'method',
  'notice_date',
  'document_sale_start',
  'document_sale_end',
  'bid_deadline',
  'opening_time',
  'award_date',
  'contract_signed_date',
  'service_start',
  'service_end',
  'service_term_text',
  'budget_yuan',
  'ceiling_price_yuan',
  'winning_price_yuan',
  'project_title',
  'buyer',
  'winner',
  'bidders',
  'lots',
  'follows',
  // kept
  'project_no',
  'agent',
  'source_url',
  'winner_address',
  'signs',
  'penalty',
  'quote',
  'in_scope',
  'source_kind',
  'note',
]);

export const LOT_KEYS: ReadonlySet<string> = new Set([
  'lot_no',
  'name',
  'budget_yuan',
  'ceiling_price_yuan',
  'winner',
  'winning_price_yuan',
  'winner_address',
  'people_min',
  'people_max',
  'note',
]);

export const BIDDER_KEYS: ReadonlySet<string> = new Set([
  'name',
  'lot_no',
  'price_yuan',
  'score',
  'rank',
  'address',
  'note',
]);
