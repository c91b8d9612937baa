import type { Method } from '../law/code-lists/methods.js';

/** Code lists of OCDS 1.1.5 as far as they are used: https://standard.open-contracting.org/1.1/en/schema/codelists/ */
export const TENDER_STATUS: Readonly<Record<string, string>> = {
  intent_published: 'planned',
  failed: 'unsuccessful',
  cancelled: 'cancelled',
  result_published: 'complete',
  contracted: 'complete',
};
/** Any other state that is known. */
export const ACTIVE = 'active';

/** What kind of competition the law makes of each method; a framework and a local method may be any. */
export const PROCUREMENT_METHODS: Readonly<Partial<Record<Method, string>>> = {
  OPEN_TENDER: 'open',
  INVITED_TENDER: 'selective',
  COMPETITIVE_CONSULTATION: 'selective',
  COMPETITIVE_NEGOTIATION: 'selective',
  INQUIRY: 'selective',
  SINGLE_SOURCE: 'direct',
};

/** bidStatus of the extension for bids. */
export const BID_STATUS: Readonly<Record<string, string>> = {
  valid: 'valid',
  rejected: 'disqualified',
  withdrawn: 'withdrawn',
};

/** milestoneStatus of an acceptance by its result; of one whose result is not known nothing is said. */
export const ACCEPTANCE_STATUS: Readonly<Record<string, string>> = {
  passed: 'met',
  partial: 'partiallyMet',
  rectify: 'notMet',
  failed: 'notMet',
};

export const ENDED_CONTRACTS: readonly string[] = ['terminated', 'rescinded', 'settled', 'archived'];

export const DOCUMENT_TYPES: Readonly<Record<string, string>> = {
  intent: 'plannedProcurementNotice',
  tender: 'tenderNotice',
  single_source: 'tenderNotice',
  correction: 'clarifications',
  result: 'awardNotice',
  contract: 'contractNotice',
};

/** https://org-id.guide/list/CN-USCI: the unified social credit identifier. */
export const CREDIT_CODES = 'CN-USCI';

const RAW = 'https://raw.githubusercontent.com/open-contracting-extensions';
/** The versions of the extensions that the registry names for 1.1.5. */
export const EXTENSIONS: readonly string[] = [
  `${RAW}/ocds_bid_extension/v1.1.5/extension.json`,
  `${RAW}/ocds_enquiry_extension/v1.1.5/extension.json`,
  `${RAW}/ocds_lots_extension/v1.1.5/extension.json`,
];
/** What pages of packages add to them: the address of the next one. */
export const PAGE_EXTENSIONS: readonly string[] = [
  ...EXTENSIONS,
  `${RAW}/ocds_pagination_extension/master/extension.json`,
];
