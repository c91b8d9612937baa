import { declareContribution } from '../../../kernel/contributions/contributed.js';

/** SQL: a challenge or complaint about the lot `l` waits, or what was upheld of one is still to be carried out. */
export const isDisputedSql = declareContribution<() => string>('whether a lot is disputed');

/** SQL: a finding that rests on the words of the bids of the lot `l` is still worked on, or may be appealed against. */
export const isFlaggedForWordsSql = declareContribution<() => string>('flags that rest on the words of bids');
