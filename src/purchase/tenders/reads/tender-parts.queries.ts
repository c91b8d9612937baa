import type { Scope } from '../../../kernel/access/scope.js';
import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { isPublicFactSql } from './published-words.queries.js';

/** SQL: whether the caller is shown what comes from the fact with this id. */
type IsShown = (fact: string) => string;

/** Who is shown the parts of a tender. */
export interface PartsAudience {
  isShown: IsShown;
  /** SQL: whether the caller is shown all of a row that is of this body, also what was not published of it. */
  isWhole: (body: string) => string;
}
export const EVERYBODY: PartsAudience = { isShown: isPublicFactSql, isWhole: () => 'false' };

/** The caller: who is concerned with the purchase is shown all of it, and a bidder all of what is its own. */
export function buildAudience(sql: Sql, { organisations }: Scope): PartsAudience {
  const own = organisations.length === 0 ? null : sql.p(organisations);
  return {
    isShown: (fact) => `(i.insider OR ${isPublicFactSql(fact)})`,
    isWhole: (body) => (own === null ? 'i.insider' : `i.insider OR ${body} = ANY (${own}::uuid[])`),
  };
}

/*
 * Parts of what is shown of a tender, written by the rooms that own their tables. In them `r` is the tender, `l` one of its
 * lots, `i.insider` whether the caller is concerned.
 */

/** SQL: the row `bids`, what was bid for the lot as JSON. */
export const lotBidsSql = declareContribution<(to: PartsAudience) => string>('bids of a lot');

/** SQL: the row `awards`, the awards of the lot that stand as JSON, by rank. */
export const lotAwardsSql = declareContribution<(to: PartsAudience) => string>('awards of a lot');

/**
 * SQL: how many bid on the lot, where that is told: it is the word of its award (`a.awards`) or of its failure, and as public as that. Of what is
 * conducted elsewhere everybody is shown what published facts say.
 */
export const toldBidCountSql = (isShown: IsShown): string =>
  `CASE WHEN ${isBidCountToldSql(isShown)} THEN CASE r.conducted WHEN 'here' THEN l.bid_count ELSE l.published_bid_count END END`;

const isBidCountToldSql = (isShown: IsShown): string => `
  (a.awards <> '[]' OR EXISTS (SELECT FROM fact s WHERE s.subject_type = 'tender' AND s.subject_id = r.id AND s.kind = 'failure'
     AND coalesce(s.lot, l.no) = l.no AND s.data ? 'bidCount' AND NOT EXISTS (SELECT FROM fact w WHERE w.replaces = s.id)
     AND ${isShown('s.id')}))`;

/** SQL, JSON: days of the lot that start and stop clocks before anything is published. */
export const lotClockSql = declareContribution<() => string>('clock of a lot');

/** SQL, JSON: what became of the bonds of those who were not chosen for the lot; null where there are none. */
export const losersBondsSql = declareContribution<(lot: string) => string>('bonds of a lot');

/** SQL, JSON: the days on which the law forbade to sign for the lot `lot` of the tender `tender`. */
export const signingRestsSql = declareContribution<(lot: string, tender: string) => string>(
  'days on which nobody may sign',
);

/** SQL, JSON: the contracts of the tender that the caller may see. */
export const tenderContractsSql = declareContribution<(sql: Sql, scope: Scope) => string>('contracts of a tender');

/** SQL, JSON: the days on which the lots of the tender `tender` came to their end; null for each that goes on or whose day is not known. */
export const purchaseEndsSql = declareContribution<(tender: string) => string>('ends of the lots of a tender');
