export const TICKS = ['met', 'partly', 'not_met'];
export const RESULTS = ['passed', 'rectify', 'failed'];
/** Regulation article 45: each is ticked. A contract without standards is held to its service as a whole. */
export const standardsOf = (content) => content.standards.length > 0
    ? content.standards.map((standard) => ({ ...standard }))
    : [{ no: 1, text: content.requirement ?? '按合同约定提供服务' }];
/** Standards of which nothing is said, or not how much where the contract names a number. */
export function unticked(standards, ticks) {
    return standards.flatMap(({ no, target }) => {
        const tick = ticks.find((t) => t.no === no);
        if (tick === undefined)
            return [{ no, field: 'result' }];
        const counted = target !== null && target !== undefined;
        return counted && tick.measured === null ? [{ no, field: 'measured' }] : [];
    });
}
/** Ticks that nothing shows. That something was not done leaves no paper: it is said in words. */
export const unproven = (ticks) => ticks
    .filter(({ documents, records }) => documents.length === 0 && records.length === 0)
    .filter(({ result, note }) => result !== 'not_met' || note === null)
    .map(({ no }) => no);
/** Whether less was reached than the contract names. Decimals of at most twelve and four places. */
export function isShort({ target }, tick) {
    const measured = tick?.measured ?? null;
    return target !== null && target !== undefined && measured !== null && Number(measured) < target;
}
/** Standards that are ticked as met although less was reached than the contract names, and nobody says why. */
export const unexplained = (standards, ticks) => ticks
    .filter(({ result, note }) => result === 'met' && (note === null || !/\S/.test(note)))
    .filter((tick) => isShort(standards.find(({ no }) => no === tick.no) ?? {}, tick))
    .map(({ no }) => no);
/** What has ended is not mended any more. */
export const isPossible = ({ result }, ended) => !(ended && result === 'rectify');
/**
 * Whether the items contradict a conclusion. Passed: every standard is met, of a contract that has not ended. Passed in part:
 * something is, and not all, or the contract has ended. To be mended, or failed: something is not.
 */
export function contradicts({ result, part }, ticks, ended) {
    const allMet = ticks.every((t) => t.result === 'met');
    const noneMet = ticks.every((t) => t.result === 'not_met');
    if (result === 'passed')
        return part ? noneMet || (allMet && !ended) : !allMet || ended;
    return part || (result === 'rectify' ? allMet : !ticks.some((t) => t.result === 'not_met'));
}
/** Where the contract stands after a round that was concluded so; null: where it stood. */
export function contractAfter({ result, part }, ended) {
    if (result === 'passed')
        return part ? 'part_accepted' : 'accepted';
    if (ended)
        return null;
    return result === 'rectify' ? 'active' : 'terminated';
}
export const MEMBER_CAPACITIES = ['buyer', 'agent', 'expert', 'community'];
export const unsigned = (members) => members.filter((m) => m.signedAt === null);
export const VERDICTS = ['satisfied', 'acceptable', 'dissatisfied'];
/** How recipients were heard: together, one by one on paper, or at a hearing. */
export const OPINION_FORMS = ['meeting', 'signed_sheet', 'hearing', 'visit'];
//# sourceMappingURL=acceptance.rules.js.map