import { valueOf } from '../../../platform/calendar/working-calendar.js';
import { isPlainDate } from '../../../platform/clock/plain-date.js';
import { periodEnd, periodOf } from '../../rules/periods.rules.js';
import { ruleAt } from '../../rules/rule-book.js';
import { basisOf } from '../../rules/rule.types.js';
/** When an amendment is to be published: two working days from the day it came into force; whoever is late may still. */
export function amendmentDue(inForceOn, publishedOn, today, calendar) {
    if (!isPlainDate(inForceOn))
        return null;
    const rule = ruleAt('CONTRACT-CHANGE-2WD', inForceOn);
    const period = rule && periodOf(rule);
    if (rule === null || period === null)
        return null;
    const date = valueOf(periodEnd(calendar, inForceOn, period));
    const isLate = date !== null && (publishedOn ?? today) > date;
    const state = date === null ? 'uncertain' : isLate ? 'missed' : publishedOn === null ? 'due' : 'met';
    return { date, rule: rule.id, basis: basisOf(rule), state };
}
//# sourceMappingURL=deadlines.rules.js.map