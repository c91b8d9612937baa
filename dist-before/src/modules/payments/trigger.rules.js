export const MISSING = ['signature', 'milestone', 'report', 'acceptance', 'contract_in_force'];
const NO_CONTRACT = new Set(['void', 'draft']);
const CLOSED = new Set(['settled', 'archived']);
/**
 * An advance is for what is still to be done. What was rescinded, or closed as unperformed, owes nothing but what was
 * accepted of it (Civil Code article 566).
 */
function isOver(trigger, { state, ended, acceptedOn }) {
    if (NO_CONTRACT.has(state))
        return true;
    if (!ended || acceptedOn !== null)
        return false;
    return trigger === 'signing' || CLOSED.has(state) || (state === 'rescinded' && trigger !== 'acceptance');
}
/**
 * Whether what an instalment waits for has happened, and when. What is not on record has not; but what was accepted in the end
 * is owed, also where the milestone or report was never judged for which an instalment waits.
 */
export function triggerOf(asked, facts) {
    const own = ownOf(asked, facts);
    const { acceptedOn } = facts;
    if (own.on !== null || acceptedOn === null || isOver(asked.trigger, facts))
        return own;
    return { on: acceptedOn, delivered: asked.trigger === 'signing' ? null : acceptedOn, missing: null };
}
function ownOf({ trigger, ...asked }, facts) {
    if (isOver(trigger, facts))
        return { on: null, delivered: null, missing: 'contract_in_force' };
    const settled = (of, missing) => of === null ? { on: null, delivered: null, missing } : { on: of.on, delivered: of.delivered, missing: null };
    switch (trigger) {
        case 'signing':
            return { on: facts.signedOn, delivered: null, missing: facts.signedOn === null ? 'signature' : null };
        case 'milestone':
            return settled(whichOf(facts.milestones, asked), 'milestone');
        case 'report':
            return settled(whichOf(facts.reports, asked), 'report');
        case 'acceptance':
            return settled(facts.acceptedOn === null ? null : { no: 1, on: facts.acceptedOn, delivered: facts.acceptedOn }, 'acceptance');
    }
}
/** The one that is named, else the n-th of those that are not, in the order of their days. */
function whichOf(settled, { of, nth, named }) {
    if (of !== null)
        return settled.find(({ no }) => no === of) ?? null;
    const free = settled.filter(({ no }) => !named.includes(no));
    return free.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.no - b.no))[nth - 1] ?? null;
}
//# sourceMappingURL=trigger.rules.js.map