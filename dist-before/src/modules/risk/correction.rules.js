import { dayOf, isMoment } from '../../platform/clock/moment.js';
import { isYuan, parseYuan } from '../../platform/money/money.js';
import { valueChanges } from './input-changes.rules.js';
import { disputedFields } from './loading/disputes.rules.js';
/**
 * The correction that took away what the finding rested on, of some that are sorted newest first; undefined where later
 * facts did. A correction counts where a value that the rule read, and that is another one now, is the value that was
 * corrected: no clock is asked, so it does not matter which of two came first within one instant.
 */
export function correctionBehind(ground, corrections) {
    const changes = changesOf(ground);
    const doubts = newDoubts(ground);
    return corrections.find((correction) => {
        const said = valueChanges(correction.before, correction.after);
        return (changes.some((change) => isSaidBy(correction, change) || said.some((value) => isSame(change, value))) ||
            disputedFields(correction.conflicts).some((field) => doubts.has(field)));
    });
}
/** A subject that is gone takes its business key with it: a number that was wrong, say, made a contract of its own. */
function changesOf({ uses, was, now }) {
    const changes = uses.flatMap((field) => valueChanges(was[field], now?.[field]));
    if (now !== null)
        return changes;
    const { key = '' } = (was['subject'] ?? {});
    return [...changes, ...key.split('/').map((part) => ({ before: part, after: undefined, record: null }))];
}
function newDoubts({ was, now }) {
    const before = new Set((was['conflicts'] ?? []));
    const after = (now?.['conflicts'] ?? []);
    return new Set(after.filter((field) => !before.has(field)));
}
/** The record that the rule named is the very fact that was replaced, or the root of which no values are quoted. */
function isSaidBy({ replaced, root, unquoted }, { record }) {
    if (record === null)
        return false;
    return (replaced !== null && record.endsWith(`:${replaced}`)) || (unquoted && record === root);
}
/**
 * What one of them does not say is no difference, but something must be said by both: in place of a value that was added
 * or removed the rule may read another record's.
 */
function isSame(change, said) {
    const sides = [
        [change.before, said.before],
        [change.after, said.after],
    ];
    const both = sides.filter(([a, b]) => a !== undefined && b !== undefined);
    return both.length > 0 && both.every(([a, b]) => meets(a, b));
}
/** Rules count in fen and days; facts are given in yuan and to the minute. */
function meets(given, said) {
    if (given === undefined || said === undefined)
        return false;
    if (given === said)
        return true;
    if (isYuan(said))
        return parseYuan(said).toString() === given;
    return isMoment(said) && dayOf(said) === given;
}
//# sourceMappingURL=correction.rules.js.map