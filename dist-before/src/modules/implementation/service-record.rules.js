const DAY_MINUTES = 24 * 60;
const fault = (pointer, code, en, zh) => ({
    pointer,
    code,
    text: { en, zh },
});
/** The minutes of each recipient on each day, as they stand with what was let through. */
export class MinutesOfDays {
    sums = new Map();
    add(recipient, day, minutes) {
        const key = `${recipient} ${day}`;
        this.sums.set(key, (this.sums.get(key) ?? 0) + minutes);
    }
    of(recipient, day) {
        return this.sums.get(`${recipient} ${day}`) ?? 0;
    }
}
/** Why a record is not stored; null where nothing speaks against it. Pointers are below `at`. */
export function refusalOf(entry, { today, from, to, contents, recipients }, minutes, at = '') {
    const { servedOn } = entry;
    if (servedOn > today)
        return {
            code: 'record_in_future',
            errors: [fault(`${at}/servedOn`, 'in_future', 'Lies ahead', '晚于今日')],
            facts: { today },
        };
    if (servedOn < from || servedOn > to)
        return {
            code: 'record_outside_window',
            errors: [fault(`${at}/servedOn`, 'outside_window', 'Not a day of the contract', '不在合同履行期内')],
            facts: { from, to },
        };
    if (entry.content !== null && !contents.has(entry.content))
        return {
            code: 'content_unknown',
            errors: [
                fault(`${at}/content`, 'not_allowed_value', 'Not in the list of the category', '不在该服务类别的代码表中'),
            ],
        };
    const stranger = entry.recipients.findIndex((id) => {
        const until = recipients.get(id);
        return until === undefined || (until !== null && servedOn > until);
    });
    if (stranger >= 0)
        return {
            code: 'recipient_not_served',
            errors: [
                fault(`${at}/recipients/${stranger}`, 'not_served', 'Is not served under this contract', '不是本合同的服务对象'),
            ],
        };
    const full = entry.recipients.findIndex((id) => minutes.of(id, servedOn) + entry.minutes > DAY_MINUTES);
    if (entry.minutes > DAY_MINUTES || full >= 0)
        return {
            code: 'day_overfull',
            errors: [fault(`${at}/minutes`, 'too_large', 'More than a day has', '超过一日的时长')],
            facts: { most: DAY_MINUTES, ...(full >= 0 && { recipient: entry.recipients[full] }) },
        };
    return null;
}
//# sourceMappingURL=service-record.rules.js.map