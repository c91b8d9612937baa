import { declareContribution } from '../../../kernel/contributions/contributed.js';

/** SQL: a remedy invalidated the award of the bid (its id as SQL): its bidder is out for good, whatever a later review finds. */
export const wasPutOutSql = declareContribution<(bid: string) => string>('whether a remedy put a bid out');
