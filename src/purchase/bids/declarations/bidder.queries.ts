import { barInForceSql, type BarInForce } from '../../../people/organisations/bars/bars-in-force.queries.js';

/** What is known of the body that bids. */
export interface Bidder {
  /** The body, where it may provide a service. */
  provider: { credit_code: string | null } | null;
  /** The decision that keeps it from bidding on the day; on the day after its last one it may again. */
  bar: BarInForce | null;
}

/** Kinds of bodies that may provide a service: Order 102 article 6. */
export const PROVIDERS = [
  'agency',
  'enterprise',
  'individual_provider',
  'volunteer_body',
  'community_committee',
  'evaluator',
];

/** SQL: the body as a bidder today, as JSON; `kinds` is the parameter for those that may provide a service. */
export const bidderSql = (organisation: string, kinds: string): string =>
  `jsonb_build_object('bar', ${barInForceSql(organisation, 'business_today()')},
     'provider', (SELECT jsonb_build_object('credit_code', b.credit_code) FROM organisation b
       WHERE b.id = ${organisation} AND b.state = 'active' AND (b.kind IS NULL OR b.kind = ANY (${kinds}::text[]))))`;
