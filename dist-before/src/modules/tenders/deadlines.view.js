import { valueOf } from '../../platform/calendar/working-calendar.js';
import { addDays } from '../../platform/clock/plain-date.js';
import { clocksOf, } from '../rules/deadlines.rules.js';
import { periodEnd } from '../rules/periods.rules.js';
import { ruleOf } from '../rules/rule-book.js';
import { CONTRACT_EVENTS, contractEvents, plannedEvents, tenderEvents, TOLD_HERE, undisputed, } from './clock-events.rules.js';
import { DeadlineDto, inOrder, isForEverybody } from './deadlines.dto.js';
import { inForce } from './facts-in-force.rules.js';
export const clockFacts = (facts) => inForce(facts).map(({ id, kind, lot, data, source }) => ({ id, kind, lot, data, source: source.kind }));
/** What the law of its method, place, level and days says of one lot. */
export function questionOf(tender, facts, lot, days = {}) {
    const issued = facts.some(({ kind }) => kind === 'notice');
    const planned = tender.plan === null || issued ? {} : plannedEvents(tender.plan);
    const noticeTo = issued ? (tender.plan?.noticeTo ?? null) : null;
    return {
        method: tender.method,
        level: tender.budget_level,
        region: tender.region,
        events: {
            ...planned,
            ...(noticeTo && { notice_end: { on: noticeTo } }),
            ...Object.fromEntries(Object.entries(days).map(([event, on]) => [event, { on }])),
            ...tenderEvents(facts, lot),
        },
        told: tender.conducted === 'here' ? TOLD_HERE : [],
    };
}
const OVER = new Set(['failed', 'cancelled']);
/** The clocks of one lot up to its contract. Where it came to its end nothing is waited for any more. */
export function lotClocks(tender, { no, state, clock, rests = [], suspended_on: suspended, resumed_on: resumed, bonds = null }, facts, calendar) {
    const question = questionOf(tender, facts, no, clock ?? {});
    const events = {
        ...question.events,
        ...(suspended && { suspended: { on: suspended } }),
        ...(suspended && resumed && { resumed: { on: resumed } }),
        ...refunded(bonds),
    };
    const told = [...question.told, ...(suspended ? ['resumed'] : []), ...REFUNDED];
    return clocksOf({ ...question, events, told, rests }, calendar)
        .filter(({ event, from }) => {
        if (event === 'bond_refunded')
            return bonds !== null && from.event === 'result_published';
        return event === 'contract_signed' || !CONTRACT_EVENTS.has(event);
    })
        .filter(({ done }) => done !== null || !OVER.has(state ?? ''));
}
const REFUNDED = ['bond_refunded'];
const refunded = (bonds) => bonds === null || bonds.on === null ? {} : { bond_refunded: { on: bonds.on } };
/** Regulation article 52: each answer within three working days. The day is due, and no answer is refused after it. */
export const questionClocks = ({ method, budget_level: level, region }, questions, calendar) => questions.flatMap(({ id, asked, answered }) => {
    const record = `clarification:${id}`;
    const events = {
        inquiry_received: { on: asked, record, source: null },
        ...(answered && { inquiry_answered: { on: answered, record, source: null } }),
    };
    const told = ['inquiry_answered'];
    const question = { method: method, level: level, region, events, told };
    return clocksOf(question, calendar)
        .filter(({ event }) => event === 'inquiry_answered')
        .map((clock) => ({ ...clock, record }));
});
/** Every deadline of a tender; what all lots share is told once. */
export function tenderDeadlines(tender, lots, facts, { today, calendar, lang, insider }) {
    const inUse = undisputed(clockFacts(facts), tender.conflicts);
    const each = lots.map((lot) => ({
        no: lot.no,
        deadlines: lotClocks(tender, lot, inUse, calendar)
            .map((clock) => DeadlineDto.of(clock, today, lang))
            .filter((deadline) => insider || isForEverybody(deadline)),
    }));
    const words = each.map(({ deadlines }) => new Set(deadlines.map((deadline) => JSON.stringify(deadline))));
    const isShared = (deadline) => {
        const text = JSON.stringify(deadline);
        return words.every((said) => said.has(text));
    };
    const common = (each[0]?.deadlines ?? []).filter(isShared).map((d) => ({ ...d, lot: null }));
    const own = each.flatMap(({ no, deadlines }) => deadlines.filter((d) => !isShared(d)).map((d) => ({ ...d, lot: no })));
    // A question that waits for its answer is known to who asked and who answers.
    const answers = questionClocks(tender, insider ? tender.questions : [], calendar).map((clock) => ({
        ...DeadlineDto.of(clock, today, lang),
        lot: null,
    }));
    return [...common, ...own, ...answers].sort(inOrder);
}
/** The clocks of one contract, from its tender's facts and its own. */
export function contractClocks(tender, facts, calendar) {
    const ofTender = undisputed(facts.ofTender, tender.conflicts);
    const { events, ...question } = questionOf(tender, ofTender, facts.lot);
    const known = contractEvents(events, undisputed(facts.own, tender.conflicts));
    const { conducted, published, published_on, filed_on, rests, bond } = facts.days;
    const here = conducted === 'here';
    // It was published elsewhere on a day that no fact says.
    const isUnknown = published && published_on === null;
    // Bonds of a purchase elsewhere are not known; here they are, and those of the losers are its lot's.
    const isOwed = (since) => tender.conducted === 'elsewhere' || (bond !== null && since === 'contract_signed');
    return clocksOf({
        ...question,
        events: {
            ...known,
            ...(here && published_on && { contract_published: { on: published_on } }),
            ...(here && filed_on && { contract_filed: { on: filed_on } }),
            ...refunded(bond),
        },
        rests,
        told: [
            ...(here ? ['contract_signed', 'contract_filed'] : question.told),
            ...(here && !isUnknown ? PUBLISHED : []),
            ...(bond === null ? [] : REFUNDED),
        ],
    }, calendar).filter(({ event, from }) => CONTRACT_EVENTS.has(event) && (event !== 'bond_refunded' || isOwed(from.event)));
}
const PUBLISHED = ['contract_published'];
/** SQL: those of a contract, as JSON. */
export const amendmentsOf = (contract) => `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'changed', m.in_force_on, 'published', m.published_on) ORDER BY m.no), '[]')
    FROM contract_amendment m WHERE m.contract_id = ${contract} AND m.state = 'in_force')`;
/** Caibanku [2023] 243: each within two working days. The day is due, and none is refused publication after it. */
export const amendmentClocks = ({ method, budget_level: level, region }, amendments, calendar) => amendments.flatMap(({ id, changed, published }) => {
    const record = `amendment:${id}`;
    const at = (on) => ({ on, record, source: null });
    const events = { contract_changed: at(changed), ...(published && { change_published: at(published) }) };
    const told = ['change_published'];
    const question = { method: method, level: level, region, events, told };
    return clocksOf(question, calendar)
        .filter(({ event }) => event === 'change_published')
        .map((clock) => ({ ...clock, amendment: id, record }));
});
export const paymentRecord = (id) => `payment:${id}`;
/**
 * When the payments of a contract are due by law. The days are due dates, and nothing is refused after them. What the
 * parties agreed on stands in the place of the thirty days of Order 802, up to its sixty.
 */
export const paymentClocks = ({ method, budget_level: level, region }, payments, calendar) => payments.flatMap(({ id, claimed, delivered, agreedDays, paid }) => {
    const record = paymentRecord(id);
    const at = (on) => ({ on, record, source: null });
    const events = {
        ...(claimed && { invoice_received: at(claimed) }),
        ...(delivered && { delivered_or_accepted: at(delivered) }),
        ...(paid && { paid: at(paid) }),
    };
    const told = ['paid'];
    const question = { method: method, level: level, region, events, told };
    return clocksOf({ ...question, holding: [SMALL_PAYEE] }, calendar)
        .filter(({ event }) => event === 'paid')
        .map((clock) => ({ ...asAgreed(clock, agreedDays, calendar), record }));
});
/** The rule whose condition is known where a delivery to such a payee is. */
export const SMALL_PAYEE = 'PAY-SME-30D';
function asAgreed(clock, days, calendar) {
    if (clock.rule !== SMALL_PAYEE || days === null)
        return clock;
    const cap = Number(ruleOf('PAY-SME-60D-CAP').value);
    const end = periodEnd(calendar, clock.from.on, { value: Math.min(days, cap), unit: 'calendar_day' });
    const date = valueOf(end);
    const earliest = date ?? addDays(clock.from.on, Math.min(days, cap));
    return { ...clock, date, range: { earliest, latest: date } };
}
//# sourceMappingURL=deadlines.view.js.map