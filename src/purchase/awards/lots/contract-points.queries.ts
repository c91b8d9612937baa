import { declareContribution } from '../../../kernel/contributions/contributed.js';

/** SQL: a contract of the lot is being performed, or was. */
export const isPerformedSql = declareContribution<(lot: string) => string>('whether a lot is performed');

/** SQL: the rows `tender_id`, `lot_id`, `signed`, `begun` of contracts that were signed and stand. */
export const contractPointsSql = declareContribution<() => string>('how far the contracts of a lot have come');
