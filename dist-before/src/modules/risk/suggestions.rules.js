import { exactDay } from '../../platform/clock/partial-date.js';
import { addDays, addMonths, addYears, endOfMonth } from '../../platform/clock/plain-date.js';
import { ruleAt } from '../rules/rule-book.js';
import { basisOf } from '../rules/rule.types.js';
/** No lawful term is longer. */
const LONGEST_MONTHS = 36;
/** Beyond it no later day can be written down. */
const LAST_START = '9990-01-01';
const TERMS = [1, 2, 3];
/**
 * Changes that would put a draft right, each tried: the same rules are run on the changed draft, and a change that does
 * not clear what it is for, or that makes another rule trigger, is not suggested.
 */
export function suggestionsFor(draft, found, evaluate, safeIssue) {
    const triggered = idsIn(found, 'triggered');
    const clearedBy = (changed) => {
        const after = evaluate(changed);
        const still = idsIn(after, 'triggered');
        if (still.some((id) => !triggered.includes(id)))
            return [];
        const unknown = idsIn(after, 'insufficient_data');
        const clear = idsIn(after, 'clear');
        return triggered.filter((id) => clear.includes(id) && !still.includes(id) && !unknown.includes(id));
    };
    const suggestions = [
        triggered.includes('W01') ? longerWindow(draft, clearedBy) : null,
        triggered.some(isContinuity) ? longerTerm(draft, clearedBy) : null,
        triggered.includes('W02') && safeIssue !== null ? earlierIssue(draft, clearedBy, safeIssue) : null,
    ];
    return suggestions.filter((suggestion) => suggestion !== null);
}
/** The first end of a month at which the window is long enough. */
function longerWindow(draft, clearedBy) {
    const window = exactWindow(draft);
    if (window === null)
        return null;
    const { start, end } = window;
    const last = addMonths(start, LONGEST_MONTHS);
    const first = endOfMonth(end) > end ? endOfMonth(end) : endOfMonth(addDays(end, 1));
    for (let to = first; to < last; to = endOfMonth(addDays(to, 1))) {
        const clears = clearedBy({ ...draft, window: { start, end: to } });
        if (clears.includes('W01'))
            return { change: 'window.end', to, clears };
    }
    return null;
}
/** One, two or three years from the first day, as far as the rule in force when it would be signed allows. */
function longerTerm(draft, clearedBy) {
    const window = exactWindow(draft);
    if (window === null)
        return null;
    const { start, end } = window;
    for (const years of TERMS) {
        const rule = termRule(years, start);
        if (rule === undefined)
            return null;
        const longer = { start, end: addDays(addYears(start, years), -1) };
        if (longer.end <= end)
            continue;
        const clears = clearedBy({ ...draft, window: longer });
        if (clears.some(isContinuity))
            return { change: 'term', to: `P${years}Y`, clears, window: longer, ...rule };
    }
    return null;
}
function exactWindow({ window }) {
    const [start, end] = [exactDay(window?.start), exactDay(window?.end)];
    return start === null || end === null || start > LAST_START || end > LAST_START ? null : { start, end };
}
/** Up to a year is free of conditions; more only under the rule of the day, or (undefined) not at all. */
function termRule(years, signedBy) {
    if (years === 1) {
        const usual = ruleAt('GPS-TERM-1Y', signedBy);
        return { rule: usual?.id ?? null, conditions: null, basis: usual === null ? null : basisOf(usual) };
    }
    const rule = ruleAt('GPS-TERM-3Y', signedBy) ?? ruleAt('GPS-TERM-3Y-2014', signedBy);
    return rule === null ? undefined : { rule: rule.id, conditions: rule.what, basis: basisOf(rule) };
}
function earlierIssue(draft, clearedBy, safeIssue) {
    const clears = clearedBy({ ...draft, plannedIssue: safeIssue });
    return clears.includes('W02') ? { change: 'plannedIssue', to: safeIssue, clears } : null;
}
function isContinuity(id) {
    return id.startsWith('G');
}
function idsIn(found, state) {
    return [...new Set(found.filter((one) => one.state === state).map(({ indicator }) => indicator))];
}
//# sourceMappingURL=suggestions.rules.js.map