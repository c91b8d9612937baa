import { isInOneHandSql } from '../../../../people/accounts/same-person.queries.js';
import type { RemedyTable } from '../remedy-root.js';

/**
 * SQL: this person or key, or an account in the same hand, wrote down that the challenge or complaint, or one of its later papers, came on
 * paper: what ends it is another person's (`recorder_decides`), and offered to nobody who wrote it down.
 */
export const isRecorderSql = (table: RemedyTable, id: string, person: string): string =>
  `EXISTS (SELECT FROM remedy_recorders w WHERE w.kind = '${table}' AND w.remedy_id = ${id} AND ${isInOneHandSql('w.person', person)})`;
