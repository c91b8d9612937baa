import type { CategoryCode, NoticeKind } from '../../law/code-lists/code-lists.js';
import type { Method } from '../../law/code-lists/methods.js';
import keys from './data/notice-row-keys.json' with { type: 'json' };

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
export const ROW_KEYS: ReadonlySet<string> = new Set([...keys.row, ...keys.kept]);

export const LOT_KEYS: ReadonlySet<string> = new Set(keys.lot);

export const BIDDER_KEYS: ReadonlySet<string> = new Set(keys.bidder);
