import { isInOneHandSql } from '../../../people/accounts/same-person.queries.js';

/** SQL: the step `e` of a flag recorded what a body said on paper, and it is what that body says: it was not asked anew since. */
export const isRecordedSql = (e: string): string => `(${e}.data ? 'paper'
  AND EXISTS (SELECT FROM flag_ask said WHERE said.flag_id = ${e}.flag_id AND ${e}.at IN (said.answered_at, said.appealed_at)))`;

/** SQL: this person, or an account in the same hand, recorded it of this flag: another one decides (`recorder_decides`). */
export const isFlagRecorderSql = (flag: string, person: string): string =>
  `EXISTS (SELECT FROM flag_event e WHERE e.flag_id = ${flag} AND ${isRecordedSql('e')} AND ${isInOneHandSql('e.actor_id', person)})`;
