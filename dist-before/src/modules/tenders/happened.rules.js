import { dayOf, isMoment } from '../../platform/clock/moment.js';
import { earliestDay } from '../../platform/clock/partial-date.js';
/** Days of acts. Deadlines, windows and what is planned may lie ahead. */
const ACTS = [
    'publishedOn',
    'decidedOn',
    'signedOn',
    'concludedOn',
    'heldAt',
    'on',
    'agreedOn',
    'doneOn',
    'carriedOutOn',
    'withdrawnOn',
];
/** What is recorded has happened: the places of days that certainly lie after today, in Asia/Shanghai. */
export function daysAhead(facts, today) {
    const ahead = (value) => isMoment(value) && earliestDay(dayOf(value)) > today;
    return facts.flatMap(({ data, source }, i) => [
        ...Object.entries(data)
            .filter(([field, value]) => ACTS.includes(field) && ahead(value))
            .map(([field]) => `/facts/${i}/data/${field}`),
        ...(ahead(source.publishedOn) ? [`/facts/${i}/source/publishedOn`] : []),
    ]);
}
//# sourceMappingURL=happened.rules.js.map