import { undisputed } from '../../tenders/clock-events.rules.js';
import { amendmentClocks, contractClocks, lotClocks, paymentClocks, } from '../../tenders/deadlines.view.js';
import { dayAfter } from './judging.rules.js';
/** What the intent's publication asks is advice of the plan's stage, and no clock of the purchase. */
const isAsked = ({ stage }) => stage !== 'plan';
/** A plan has broken nothing yet. */
const isPlanned = ({ from, done }) => from.planned === true || done?.planned === true;
/**
 * The clocks of a tender: each once where every lot has the same. A signature that is on record belongs to its contract.
 */
export function tenderClocks(row, calendar) {
    const facts = undisputed(row.facts, row.conflicts);
    const each = row.lots.map((lot) => ({ lot: lot.no, clocks: lotClocks(row, lot, facts, calendar) }));
    const words = each.map(({ clocks }) => new Set(clocks.map((clock) => JSON.stringify(clock))));
    const seen = new Set();
    return each
        .flatMap(({ lot, clocks }) => clocks.flatMap((clock) => {
        const text = JSON.stringify(clock);
        const shared = words.every((said) => said.has(text));
        if (shared && seen.has(text))
            return [];
        seen.add(text);
        const of = shared ? null : lot;
        return [{ ...clock, lot: of, key: `${of ?? '-'}/${clock.rule}/${clock.event}` }];
    }))
        .filter((clock) => isAsked(clock) && !isPlanned(clock) && (clock.event !== 'contract_signed' || clock.done === null));
}
export function contractClocksOf(row, payments, calendar) {
    const tender = {
        conducted: row.tender_conducted,
        state: row.tender_state,
        method: row.method,
        budget_level: row.budget_level,
        region: row.tender_region,
        plan: null,
        conflicts: [...row.tender_conflicts, ...row.conflicts],
    };
    const own = contractClocks(tender, { lot: row.lot, ofTender: [...row.awards, ...row.ground], own: row.facts, days: row }, calendar).map((clock) => ({ ...clock, lot: null, key: `-/${clock.rule}/${clock.event}` }));
    const ofPayments = paymentClocks(tender, payments, calendar).map(({ record, ...clock }) => ({
        ...clock,
        lot: null,
        key: `${record}/${clock.rule}/${clock.event}`,
    }));
    const amendments = row.conducted === 'here' ? row.amendments : [];
    const ofAmendments = amendmentClocks(tender, amendments, calendar).map(({ record, amendment: _, ...clock }) => ({
        ...clock,
        lot: null,
        key: `${record}/${clock.rule}/${clock.event}`,
    }));
    return [...own, ...ofPayments, ...ofAmendments].filter(isAsked);
}
/** Days on which an answer changes by itself: where what is not on record has not happened. */
export const turnsOfClocks = (clocks) => clocks
    .filter(({ told, done, bound }) => told && done === null && bound === 'maximum')
    .map(({ range }) => (range.latest === null ? null : dayAfter(range.latest, 1)));
export const clocksFacts = (subject, method, clocks, asOf) => ({ subject, asOf, conflicts: [], method, clocks });
//# sourceMappingURL=clocks.rules.js.map