import { toEpochDay } from '../../platform/clock/plain-date.js';
import { domainOf, lookedAt, placements } from './coverage.rules.js';
import { disputed, insufficient, missing, notApplicable } from './finding.rules.js';
import { clipAll, complement, daysOf, lengthOf, union } from './intervals.rules.js';
/** A hole longer than this many days is a gap in a service that is meant to go on. */
export const GAP_DAYS = 30;
/** The line as the continuity rules look at it, or why they do not: only a live line of a category meant to go on. */
export function liveLine(facts) {
    if (facts.category !== null && !facts.category.continuous)
        return notApplicable({ code: 'category_not_continuous', category: facts.category.code });
    const quarrel = disputed(facts.conflicts, ['category', 'window', 'end', 'contracts']);
    if (quarrel !== null)
        return insufficient(quarrel);
    const unknown = missing({
        category: facts.category,
        since: facts.since,
        contracts: facts.contracts.length === 0 ? null : facts.contracts,
    });
    if (unknown !== null)
        return insufficient(unknown);
    const asOf = lookedAt(facts);
    if (facts.status === 'ended' || (facts.until !== null && facts.until < asOf))
        return notApplicable({ code: 'line_ended' });
    const domain = domainOf(facts);
    if (domain === null)
        return notApplicable({ code: 'line_not_begun' });
    return { facts, asOf, domain, placed: placements(facts) };
}
export function lineRecord({ facts }) {
    return `service_line:${facts.subject.id}`;
}
export function coveredUnder({ placed }, reading) {
    return union(placed.flatMap((one) => one[reading] ?? []));
}
/** Holes longer than 30 days that follow coverage; days before the first contract are a need, not a gap. */
export function holesUnder(line, reading) {
    const covered = coveredUnder(line, reading);
    const first = covered[0]?.from ?? Infinity;
    return complement(covered, line.domain).filter((hole) => hole.from > first && lengthOf(hole) > GAP_DAYS);
}
/** The covered part of the days looked at. */
export function coveredDays(line, reading) {
    return clipAll(coveredUnder(line, reading), line.domain).reduce((sum, one) => sum + lengthOf(one), 0);
}
export function isOpen({ domain, asOf }, hole) {
    return hole.to === domain.to && hole.to === toEpochDay(asOf);
}
/** The contracts whose vague dates stand in the way of an answer, by key. */
export function excludedContracts({ placed }) {
    const vague = placed.filter(({ exact, possible }) => exact === null && possible !== null);
    return insufficient({ code: 'contracts_excluded', contracts: vague.map(({ contract }) => contract.key) }, vague.map(({ contract }) => ({
        record: contract.record,
        field: 'window',
        value: `${contract.window.start ?? ''}/${contract.window.end ?? ''}`,
    })));
}
export function holeEvidence(line, holes) {
    return holes.map((hole) => ({ record: lineRecord(line), field: 'gap', value: spanText(hole) }));
}
export function spanText(interval) {
    const { from, to } = daysOf(interval);
    return `${from}/${to}`;
}
//# sourceMappingURL=line.rules.js.map