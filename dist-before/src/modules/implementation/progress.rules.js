import { effectiveDaysOf } from '../rules/window.rules.js';
import { forecastOf } from './forecast.rules.js';
export const PROGRESS_STATES = ['reached', 'on_course', 'misses', 'insufficient_data', 'not_applicable'];
/** Each standard of a contract: what was to be done, what is done, and what will be at this rate. */
export function progressOf(ground) {
    const { standards, from, to, today, calendar } = ground;
    const effective = effectiveDaysOf(calendar, from, to);
    const elapsed = effective?.filter((day) => day < today) ?? [];
    const left = effective?.filter((day) => day >= today) ?? [];
    const split = effective && { elapsed, left: left.length };
    return {
        effectiveDays: effective && { total: effective.length, elapsed: elapsed.length, left: left.length },
        missingYears: calendar.missingYears(from, to),
        indicators: standards.map((standard) => indicator(standard, ground, split)),
    };
}
function indicator(standard, { days, recipients, today }, split) {
    const { no, text, unit = null, target = null, measure = null } = standard;
    const about = { no, text, unit, measure, target };
    const unknown = (reason, done) => ({
        ...about,
        done,
        forecast: null,
        state: target !== null && done !== null && done >= target ? 'reached' : 'insufficient_data',
        reason,
    });
    if (measure === null)
        return unknown('measure', null);
    // Who was served once is not served anew: the number of people has no rate a day.
    if (measure.of === 'recipients')
        return unknown('recipients_are_no_rate', recipients.get(no) ?? 0);
    const outputs = outputsOf(days, measure);
    const done = [...outputs.values()].reduce((sum, output) => sum + output, 0);
    if (split === null)
        return unknown('calendar', done);
    const inside = new Set(split.elapsed);
    const other = [...outputs].filter(([day]) => !inside.has(day) && day < today).map(outputOf);
    const elapsed = split.elapsed.map((day) => ({ day, output: outputs.get(day) ?? 0 }));
    const told = forecastOf({ elapsed, otherDays: other, daysLeft: split.left });
    if ('insufficient' in told)
        return unknown(told.insufficient === 'few_weeks' ? 'weeks' : 'effective_days', done);
    // What today has brought already is part of what was expected of it.
    const forecast = {
        ...told,
        done,
        expected: Math.max(told.expected, done),
        low: Math.max(told.low, done),
        high: Math.max(told.high, done),
    };
    if (target === null)
        return { ...about, done, forecast, state: 'not_applicable', reason: 'target' };
    const state = done >= target ? 'reached' : forecast.expected < target ? 'misses' : 'on_course';
    return { ...about, done, forecast, state, reason: null };
}
const outputOf = ([day, output]) => ({ day, output });
/** By day, of what the measure counts. */
function outputsOf(days, { of, form, content }) {
    const outputs = new Map();
    if (of === 'recipients')
        return outputs;
    for (const day of days)
        if ((form ?? day.form) === day.form && (content ?? day.content) === day.content)
            outputs.set(day.day, (outputs.get(day.day) ?? 0) + day[of]);
    return outputs;
}
//# sourceMappingURL=progress.rules.js.map