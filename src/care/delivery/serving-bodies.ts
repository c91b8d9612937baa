import { declareContribution } from '../../kernel/contributions/contributed.js';

/** SQL: the row `day`, on which a recipient of the contract was handed over; null where it was not. */
export const handedOverSql = declareContribution<(recipient: string, contract: string) => string>('day of a handover');

/**
 * SQL: the row `day`, the first on which a body may have served a recipient whom it took over, by the end of `last`; null where it took over
 * nobody. Until then the former agency served them.
 */
export const takenOverSql =
  declareContribution<(recipient: string, receiver: string, last: string) => string>('day of taking over');

/** SQL: the body that serves recipient `r` today, whether or not it was written down that they have passed. */
export const servingBodySql = declareContribution<(r: string) => string>('body that serves a recipient today');

/** SQL: rows `recipient`, `named`: who has passed to a body and is not written down as its recipient yet; their names pass where they are `named`. */
export const arrivedSql = declareContribution<(receiver: string) => string>('recipients who have passed today');
