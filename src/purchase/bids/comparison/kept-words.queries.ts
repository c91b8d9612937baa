import { declareContribution } from '../../../kernel/contributions/contributed.js';

/** SQL: a challenge or complaint about the lot `l` waits, or what was upheld of one is still to be carried out. */
export const isDisputedSql = declareContribution<() => string>('whether a lot is disputed');

/** SQL: a finding that rests on the words of the bids of the lot `l` is still worked on, or may be appealed against. */
export const isFlaggedForWordsSql = declareContribution<() => string>('flags that rest on the words of bids');

/**
 * Days after the end of a lot: longer than everybody has to challenge a result, to complain about the answer (Order 94) and
 * to appeal against a finding.
 */
export const DISPUTABLE_DAYS = 180;

/** SQL: the last that was done about the lot `l`, which for one that is over was its end or came behind it, is at most `days` (a number) ago. */
export const movedLatelySql = (days: string): string => `EXISTS (SELECT FROM audit_entry e
    WHERE (e.aggregate_type = 'lot' AND e.aggregate_id = l.id::text OR e.aggregate_type = 'tender' AND e.aggregate_id = l.tender_id::text
        AND e.action IN ('fail', 'cancel', 'end_by_decision'))
      AND e.at >= business_now() - make_interval(days => ${days}::integer))`;
