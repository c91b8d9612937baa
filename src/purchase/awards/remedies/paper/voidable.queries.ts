import { isInOneHandSql } from '../../../../people/accounts/same-person.queries.js';

/**
 * SQL: something was decided on the challenge `c`, by its buyer or on a complaint that follows it: it is void no more.
 */
export const isActedOnSql = (c: string): string => `(${c}.state <> 'received' OR ${c}.no_effect_reason IS NOT NULL
  OR EXISTS (SELECT FROM complaint acted WHERE acted.challenge_id = ${c}.id AND acted.state IN ('accepted', 'refused', 'decided')))`;

/** SQL: the body of the complaint `r` went on with it here: what it wrote is its own, whatever came on paper beside it. */
export const isFollowedHereSql = (r: string): string =>
  `(${r}.corrected_on IS NOT NULL AND (NOT ${r}.papers @> '[{"kind": "correction"}]'
    OR EXISTS (SELECT FROM audit_entry own WHERE own.aggregate_type = 'complaint' AND own.aggregate_id = ${r}.id::text AND own.action = 'correct')))`;

/** SQL: a complaint other than this one follows the challenge `c`, which is not void or withdrawn. */
export const isFollowedByOtherSql = (c: string, complaint: string): string =>
  `EXISTS (SELECT FROM complaint other WHERE other.challenge_id = ${c}.id AND other.id IS DISTINCT FROM ${complaint}
    AND other.state NOT IN ('withdrawn', 'voided'))`;

/** SQL: a complaint follows the challenge `c` out of which it can be taken still. */
export const isFollowedOpenlySql = (c: string): string =>
  `EXISTS (SELECT FROM complaint follows WHERE follows.challenge_id = ${c}.id AND follows.state IN ('received', 'to_correct'))`;

/** SQL: the papers of a complaint other than this one, which is not void or withdrawn, show the challenge `c`. */
export const isShownByOtherSql = (c: string, complaint: string): string =>
  `EXISTS (SELECT FROM complaint shows WHERE shows.challenge_id = ${c}.id AND shows.id IS DISTINCT FROM ${complaint}
    AND shows.state NOT IN ('withdrawn', 'voided') AND shows.papers @> '[{"kind": "challenge"}]')`;

/**
 * SQL: this person may take the challenge out of the complaint `r` that it follows, unless a correction on paper named it. What an authority
 * recorded, unless something was decided on it, it is in the same hand or the papers of another complaint show it; where the authority named it
 * from the papers of the complaint, what its buyer recorded, what something was decided on, and what another complaint follows too.
 */
export const isChallengeVoidableSql = (r: string, person: string): string =>
  `EXISTS (SELECT FROM challenge named CROSS JOIN LATERAL (SELECT ${r}.papers @> '[{"kind": "challenge"}]' AS of_papers) p
    WHERE named.id = ${r}.challenge_id AND CASE
      WHEN ${r}.papers @> jsonb_build_array(jsonb_build_object('added', jsonb_build_object('challenge', ${r}.challenge_id))) THEN false
      WHEN named.recorded_by = 'authority' AND NOT (p.of_papers AND (${isFollowedByOtherSql('named', `${r}.id`)} OR ${isActedOnSql('named')}))
      THEN NOT ${isActedOnSql('named')} AND NOT ${isShownByOtherSql('named', `${r}.id`)} AND NOT ${isInOneHandSql('named.filed_by', person)}
      ELSE p.of_papers END)`;

/** SQL: with the complaint `r` goes the challenge that its papers alone showed, and that this person wrote down. */
export const takesOwnChallengeSql = (r: string, person: string): string =>
  `EXISTS (SELECT FROM challenge taken WHERE taken.id = ${r}.challenge_id AND taken.recorded_by = 'authority'
    AND ${r}.papers @> '[{"kind": "challenge"}]' AND NOT ${isFollowedByOtherSql('taken', `${r}.id`)} AND NOT ${isActedOnSql('taken')}
    AND ${isInOneHandSql('taken.filed_by', person)})`;

/** SQL: this person wrote down the last correction of the complaint `r` that came on paper. */
export const isCorrectorSql = (r: string, person: string): string =>
  `EXISTS (SELECT FROM (SELECT (p.paper ->> 'by')::uuid AS person FROM jsonb_array_elements(${r}.papers) WITH ORDINALITY AS p(paper, n)
      WHERE p.paper ->> 'kind' = 'correction' ORDER BY p.n DESC LIMIT 1) corrector WHERE ${isInOneHandSql('corrector.person', person)})`;
