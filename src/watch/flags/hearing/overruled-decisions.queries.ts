import { isInOneHandSql } from '../../../people/accounts/same-person.queries.js';

/**
 * SQL: the step `e` of a flag confirmed it and was overturned on the facts as they are: a correction that opened the flag again makes
 * it another matter.
 */
export const isOverruledSql = (e: string): string => `(${e}.action = 'confirm'
  AND EXISTS (SELECT FROM flag_event o WHERE o.flag_id = ${e}.flag_id AND o.action = 'overturn' AND o.id > ${e}.id)
  AND NOT EXISTS (SELECT FROM flag_event x WHERE x.flag_id = ${e}.flag_id AND x.action = 'reopened' AND x.id > ${e}.id))`;

/** SQL: this person, or an account in the same hand, was overruled on this flag: another one decides (`decided_by_you`). */
export const isFlagOverruledSql = (flag: string, person: string): string =>
  `EXISTS (SELECT FROM flag_event e WHERE e.flag_id = ${flag} AND ${isOverruledSql('e')} AND ${isInOneHandSql('e.actor_id', person)})`;
