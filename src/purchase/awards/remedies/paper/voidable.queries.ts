import { isInOneHandSql } from '../../../../people/accounts/same-person.queries.js';

/**
 * SQL: something was decided on the challenge `c`, by its buyer or on a complaint that follows it: it is void no more.
 */
export const isActedOnSql = (c: string): string => `(${c}.state <> 'received' OR ${c}.no_effect_reason IS NOT NULL
  OR EXISTS (SELECT FROM complaint acted WHERE acted.challenge_id = ${c}.id AND acted.state IN ('accepted', 'refused', 'decided')))`;

/** SQL: the body of the complaint `r` went on with it here: what it wrote is its own. */
export const isFollowedHereSql = (r: string): string =>
  `(${r}.corrected_on IS NOT NULL AND NOT ${r}.papers @> '[{"kind": "correction"}]')`;

/** SQL: a complaint other than this one follows the challenge `c`, which is not void or withdrawn. */
export const isFollowedByOtherSql = (c: string, complaint: string): string =>
  `EXISTS (SELECT FROM complaint other WHERE other.challenge_id = ${c}.id AND other.id IS DISTINCT FROM ${complaint}
    AND other.state NOT IN ('withdrawn', 'voided'))`;

/**
 * SQL: this person may take the challenge out of the complaint `r` that it follows: what an authority recorded, unless something was
 * decided on it or it is in the same hand; where the authority named it from the papers of the complaint, what its buyer recorded, and what
 * another complaint follows too.
 */
export const isChallengeVoidableSql = (r: string, person: string): string =>
  `EXISTS (SELECT FROM challenge named CROSS JOIN LATERAL (SELECT ${r}.papers @> '[{"kind": "challenge"}]' AS of_papers) p
    WHERE named.id = ${r}.challenge_id AND CASE
      WHEN named.recorded_by = 'authority' AND NOT (p.of_papers AND ${isFollowedByOtherSql('named', `${r}.id`)})
      THEN NOT ${isActedOnSql('named')} AND NOT ${isInOneHandSql('named.filed_by', person)} ELSE p.of_papers END)`;
