import { fromEpochDay, LAST_EPOCH_DAY, toEpochDay } from '../../platform/clock/plain-date.js';
import { earliestStart, planBackward } from '../rules/planner.rules.js';
import { PLANNABLE_METHODS } from '../rules/planner.types.js';
import { domainOf, exactSpells, lookedAt, placements } from './coverage.rules.js';
import { union } from './intervals.rules.js';
/** What follows on a line: signed, on its way, planned, nothing; or nothing that should, because no day of the line comes after. */
export const NEXT_KINDS = ['signed', 'tender', 'plan', 'none', 'line_ends'];
/** The day on which the line is left alone next, or was when what ran last had ended; its first day where nothing ran yet. */
export function leftFrom(line) {
    const domain = domainOf(line);
    if (domain === null)
        return null;
    const asOf = toEpochDay(lookedAt(line));
    const covered = union(exactSpells(placements(line)).map(({ exact }) => exact));
    const last = covered.findLast(({ from }) => from <= asOf);
    if (last === undefined || last.to < domain.from)
        return fromEpochDay(domain.from);
    return last.to === LAST_EPOCH_DAY ? null : fromEpochDay(last.to + 1);
}
export function nextOf(line, successor, tender, calendar) {
    const from = leftFrom(line);
    const nothing = { from, contract: null, tender: null, plan: null, paths: [] };
    if (from === null || (line.until !== null && from > line.until))
        return { ...nothing, kind: 'line_ends' };
    const paths = PLANNABLE_METHODS.map((method) => pathOf(calendar, method, from, lookedAt(line)));
    const plan = planOf(line, from);
    const found = { ...nothing, tender, plan, paths };
    if (successor !== null)
        return { ...found, kind: 'signed', contract: successor.contract };
    if (tender !== null)
        return { ...found, kind: 'tender' };
    return { ...found, kind: plan === null || plan.kind === 'none' ? 'none' : 'plan' };
}
/** What was planned under a contract that ends the day before; the last that was agreed. */
function planOf(line, from) {
    const plans = exactSpells(placements(line))
        .filter(({ exact }) => exact.to === toEpochDay(from) - 1)
        .flatMap(({ contract }) => contract.plans)
        .toSorted((a, b) => {
        const [x, y] = [`${a.agreedOn ?? ''} ${a.key}`, `${b.agreedOn ?? ''} ${b.key}`];
        return x < y ? -1 : x > y ? 1 : 0;
    });
    const last = plans.at(-1);
    return last === undefined ? null : { kind: last.kind, agreedOn: last.agreedOn, carriedOutOn: last.carriedOutOn };
}
function pathOf(calendar, method, from, asOf) {
    const plan = planBackward(calendar, { method, wanted: { startBy: from } });
    const possible = plan.latestPossible.documentIssue;
    const issue = plan.chain.find(({ event }) => event === 'document_issued');
    const soonest = earliestStart(calendar, method, asOf);
    return {
        method,
        latestSafe: plan.latest.documentIssue,
        latestPossible: possible,
        inTime: possible === null ? null : possible >= asOf,
        earliestStart: soonest.certainty === 'known' ? soonest.value : null,
        rule: issue?.rule ?? null,
        basis: issue?.basis ?? null,
        certainty: plan.certainty,
        missingYears: plan.missingYears,
    };
}
//# sourceMappingURL=next.rules.js.map