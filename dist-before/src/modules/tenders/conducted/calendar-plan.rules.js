import { isPlainDate } from '../../../platform/clock/plain-date.js';
import { NO_PLAN } from './terms.types.js';
/** Steps of a cycle by the names that calendars give them. */
const NAMES = {
    intent: ['intent', 'intent_published', 'intention'],
    issue: ['notice', 'document_issued', 'issue'],
    implementation: ['implementation', 'service'],
};
/**
 * The cycle laid on a year. Where it gives a month, or nothing, no day is completed: a deadline needs an hour, which no cycle
 * gives.
 */
export function plannedYear(template, year) {
    const step = (kind) => template.steps.find(({ event }) => NAMES[kind].includes(event));
    const implementation = step('implementation');
    return {
        window: { start: dayOf(implementation?.from, year), end: dayOf(implementation?.to, year) },
        plan: { ...NO_PLAN, intentOn: dayOf(step('intent')?.from, year), issueOn: dayOf(step('issue')?.from, year) },
    };
}
function dayOf(date, year) {
    if (!date)
        return null;
    const day = `${String(year + date.year).padStart(4, '0')}-${date.date}`;
    return isPlainDate(day) ? day : null;
}
//# sourceMappingURL=calendar-plan.rules.js.map