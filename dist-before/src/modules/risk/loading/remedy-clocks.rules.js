import { valueOf } from '../../../platform/calendar/working-calendar.js';
import { decisionEnd } from '../../awards/remedy.rules.js';
import { clocksOf } from '../../rules/deadlines.rules.js';
import { questionClocks } from '../../tenders/deadlines.view.js';
/**
 * The clocks of what is asked about or for against a purchase: of an answer, a decision, a suspension. All of it is done here, however
 * the purchase is conducted, so what is not on record has not happened.
 */
export function remedyClocks(tender, calendar) {
    const { challenges, complaints } = tender.disputes;
    const run = (start, end, record) => clocksOf({
        method: tender.method,
        level: tender.budget_level,
        region: tender.region,
        events: {
            [start[0]]: { on: start[1], record, source: null },
            ...(end[1] && { [end[0]]: { on: end[1], record, source: null } }),
        },
        told: [end[0]],
    }, calendar).filter(({ event }) => event === end[0]);
    const judged = (lot, record) => (clock) => ({
        ...clock,
        lot,
        key: `${lot ?? '-'}/${clock.rule}/${clock.event}/${record}/${clock.from.on}`,
    });
    return [
        ...questionClocks(tender, tender.disputes.questions, calendar).map((clock) => judged(null, clock.record)(clock)),
        ...challenges.flatMap(({ id, lot, received, answered }) => run(['challenge_received', received], ['challenge_answered', answered], `challenge:${id}`).map(judged(lot, `challenge:${id}`))),
        ...complaints.flatMap(({ id, lot, received, decided, pauses }) => run(['complaint_received', received], ['complaint_decided', decided], `complaint:${id}`)
            .map((clock) => withoutPauses(clock, received, pauses, calendar))
            .map(judged(lot, `complaint:${id}`))),
        ...stops(tender).flatMap(({ record, lot, suspended, resumed }) => run(['suspended', suspended], ['resumed', resumed], record).map(judged(lot, record))),
    ];
}
/** Order 94 articles 26 and 27. While a pause runs that began in time, no day is set. */
function withoutPauses(clock, received, pauses, calendar) {
    const { end, rests } = decisionEnd(received, pauses, calendar);
    const day = valueOf(end);
    const last = rests ? null : day;
    return { ...clock, date: last, range: { earliest: day ?? clock.range.earliest, latest: last } };
}
/** What all lots share is told once. */
function stops({ id, lots, disputes: { suspensions } }) {
    const isSame = (a, b) => a.suspended === b.suspended && a.resumed === b.resumed;
    return suspensions.flatMap((stop, i) => {
        const { suspended, resumed } = stop;
        const sharedBy = new Set(suspensions.filter((other) => isSame(stop, other)).map(({ lot }) => lot));
        if (sharedBy.size < lots.length)
            return [{ record: `lot:${stop.id}`, lot: stop.lot, suspended, resumed }];
        const isFirst = suspensions.findIndex((other) => isSame(stop, other)) === i;
        return isFirst ? [{ record: `tender:${id}`, lot: null, suspended, resumed }] : [];
    });
}
//# sourceMappingURL=remedy-clocks.rules.js.map