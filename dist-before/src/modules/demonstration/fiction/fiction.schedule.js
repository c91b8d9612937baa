import { addDays } from '../../../platform/clock/plain-date.js';
/** Ordinary working days of November; so are the same weekdays of the weeks after. */
const NOTICE_DAYS = {
    2024: ['2023-11-01', '2023-11-02', '2023-11-06'],
    2025: ['2024-11-04', '2024-11-05', '2024-11-06'],
};
/**
 * A year that keeps every statutory clock: intention 30 days ahead, documents for five working days, 10 or 20 days of
 * preparation, result within five working days of the review, contract within 30 days and before the service begins.
 */
export function scheduleOf({ year, method }, n) {
    const days = NOTICE_DAYS[year];
    const notice = days[n % days.length] ?? days[0];
    const deadline = addDays(notice, method === 'OPEN_TENDER' ? 21 : 14);
    const decidedOn = addDays(deadline, 7);
    const signedOn = addDays(deadline, 21);
    return {
        intention: addDays(notice, -42),
        notice,
        documentsTo: addDays(notice, 7),
        deadline: `${deadline}T09:30:00+08:00`,
        openingAt: `${deadline}T09:30:00+08:00`,
        decidedOn,
        resultOn: addDays(decidedOn, 1),
        signedOn,
        contractOn: addDays(signedOn, 1),
        window: { start: `${year}-01-01`, end: `${year}-12-31` },
    };
}
//# sourceMappingURL=fiction.schedule.js.map