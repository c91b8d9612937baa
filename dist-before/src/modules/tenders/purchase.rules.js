import { isPartialDate, latestDay } from '../../platform/clock/partial-date.js';
import { concerns, factsOf, inForce, isPublished, originsOf, ownFactsOf, standIn, } from './facts-in-force.rules.js';
import { before, mergeData, partyOf } from './merge.rules.js';
import { PROVEN_STATES } from './purchase.types.js';
/** What each kind of fact proves of the lots it names (`api.md`, "Recording, to the letter"). */
const PROVES = {
    intention: 'intent_published',
    notice: 'open',
    correction: null,
    clarification: null,
    opening: 'closed',
    bid: 'opened',
    award: 'result_published',
    contract: 'contracted',
    failure: 'failed',
    cancellation: 'cancelled',
};
/** The call for bids of a lot: what its notices say together, as the correction published last overruled it. */
export function callOf(facts, lot) {
    const notice = mergeData(factsOf(facts, 'notice', lot).map((f) => f.data));
    const corrections = factsOf(facts, 'correction', lot);
    const corrected = (field) => {
        const says = corrections.filter((f) => f.data[field] !== undefined);
        const last = says.reduce((a, b) => (a && before(publicationOf(b), publicationOf(a)) ? a : b), undefined);
        return last?.data[field] ?? notice[field] ?? null;
    };
    return {
        publishedOn: notice.publishedOn ?? null,
        deadline: corrected('deadline'),
        openingAt: corrected('openingAt'),
        documentsTo: corrected('documentsTo'),
    };
}
const publicationOf = (f) => f.data.publishedOn ?? f.source.publishedOn;
/** The last instant that can be written with a year of four digits. */
const END_OF_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
/** The first instant at which a moment has certainly passed: a day when it is over, a month when it is over. */
export function certainlyPassedAt(moment) {
    const at = new Date(isPartialDate(moment) ? `${latestDay(moment)}T24:00:00+08:00` : moment);
    return at.getTime() > END_OF_TIME ? new Date(END_OF_TIME) : at;
}
const furthest = (states) => PROVEN_STATES.findLast((s) => states.includes(s)) ?? null;
/** The day of an award, and the day on which a lot failed or was cancelled. */
export const awardDay = (data) => data.decidedOn ?? data.publishedOn;
export const endDay = (data) => data.on ?? data.publishedOn;
/**
 * What a failure or cancellation of a lot cannot stand beside: a contract, or an award made after it. A lot that was
 * awarded may still fail (the winner refuses, a challenge is upheld).
 */
export function contradictsEnd(end, facts, lot, lots) {
    const later = ownFactsOf(facts, 'award', lot, lots).filter((f) => before(endDay(end.data), awardDay(f.data)));
    return [...later, ...ownFactsOf(facts, 'contract', lot, lots)];
}
/** A lot's state is the furthest its facts prove; what contradicts a failure outweighs it, and the conflict is listed. */
function lotState(facts, lot, lots) {
    const stands = (kind) => factsOf(facts, kind, lot).some((end) => contradictsEnd(end, facts, lot, lots).length === 0);
    if (stands('failure'))
        return 'failed';
    if (stands('cancellation'))
        return 'cancelled';
    const proofs = facts.filter((f) => concerns(f, lot));
    return furthest(proofs.flatMap((f) => PROVES[f.kind] ?? []));
}
const isOver = (state) => state === 'failed' || state === 'cancelled';
/** The least advanced of the lots that are not failed or cancelled; if all are: failed if any failed, else cancelled. */
export function tenderState(lots) {
    const alive = lots.filter((s) => !isOver(s));
    if (alive.length === 0)
        return lots.includes('failed') ? 'failed' : 'cancelled';
    if (alive.includes(null))
        return null;
    return PROVEN_STATES.find((s) => alive.includes(s)) ?? null;
}
/** States that a passed deadline takes further. */
const awaitsDeadline = (state) => state === null || state === 'intent_published' || state === 'open';
/** A deadline that has passed proves `closed`, whatever else is known; nothing else depends on the clock. */
export const stateAt = (state, deadlineAt, now) => awaitsDeadline(state) && deadlineAt !== null && deadlineAt <= now ? 'closed' : state;
/** Everything that follows from a tender's facts. Pure: the same facts always say the same. */
export function deriveTender(lotNumbers, recorded) {
    const facts = inForce(recorded);
    const count = lotNumbers.length;
    const lots = lotNumbers.map((no) => {
        const { deadline } = callOf(facts, no);
        return {
            no,
            state: lotState(facts, no, count),
            bidCount: mergeData(ownFactsOf(facts, 'award', no, count).map((f) => f.data)).bidCount ?? null,
            deadlineAt: deadline === null ? null : certainlyPassedAt(deadline),
        };
    });
    const state = tenderState(lots.map((l) => l.state));
    return {
        state,
        deadlineAt: awaitsDeadline(state) ? lastDeadline(lots) : (lots.find((l) => l.deadlineAt)?.deadlineAt ?? null),
        published: facts.some(isPublished),
        lots,
        bids: lotNumbers.flatMap((no) => bidsOf(ownFactsOf(facts, 'bid', no, count), no)),
        awards: lots.flatMap((lot) => awardOf(facts, lot, count)),
        contracts: contractsOf(recorded, lotNumbers),
    };
}
/** The tender is closed when the last of its lots is; null where the deadline of one of them is not known. */
function lastDeadline(lots) {
    const awaited = lots.filter((l) => awaitsDeadline(l.state)).map((l) => l.deadlineAt);
    return awaited.reduce((a, b) => (a === null || b === null ? null : a > b ? a : b), awaited[0] ?? null);
}
/** Facts that name one bidder speak of one bid. A bidder without a name is somebody each time. */
function bidsOf(facts, lot) {
    const groups = new Map();
    for (const fact of facts) {
        const bidder = partyOf(fact.data.bidder) ?? fact.id;
        groups.set(bidder, [...(groups.get(bidder) ?? []), fact]);
    }
    return [...groups.values()].map((group) => ({
        fact: standIn(group)?.id ?? '',
        lot,
        data: mergeData(group.map((f) => f.data)),
    }));
}
/** A result for the whole of several lots proves a state, but is no award of any one of them. */
function awardOf(facts, { no, state }, lots) {
    const own = ownFactsOf(facts, 'award', no, lots);
    const fact = standIn(own)?.id;
    if (fact === undefined)
        return [];
    const contracted = factsOf(facts, 'contract', no).length > 0;
    return [
        {
            fact,
            lot: no,
            data: mergeData(own.map((f) => f.data)),
            state: isOver(state) ? 'cancelled' : contracted ? 'contracted' : 'active',
        },
    ];
}
/** Two contract facts speak of two contracts only where their numbers differ; otherwise the later completes the earlier. */
export const isOtherContract = (a, b) => a.number !== undefined && b.number !== undefined && a.number !== b.number;
export function contractsOf(recorded, lotNumbers) {
    const originOf = originsOf(recorded);
    const contracts = [];
    for (const fact of inForce(recorded)) {
        if (fact.kind !== 'contract')
            continue;
        const lot = fact.lot ?? (lotNumbers.length === 1 ? (lotNumbers[0] ?? null) : null);
        const same = contracts.find((c) => c.lot === lot && !isOtherContract(c.data, fact.data));
        if (same) {
            same.data = mergeData([same.data, fact.data]);
            same.facts.push(fact.id);
            same.published ||= isPublished(fact);
        }
        else {
            const published = isPublished(fact);
            contracts.push({ origin: originOf(fact.id), facts: [fact.id], lot, data: { ...fact.data }, published });
        }
    }
    return contracts;
}
//# sourceMappingURL=purchase.rules.js.map