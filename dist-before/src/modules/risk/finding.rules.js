import { explainReason } from './reason.texts.js';
export function triggered(spoken) {
    return spokenAs('triggered', spoken);
}
export function clear(spoken) {
    return spokenAs('clear', spoken);
}
function spokenAs(state, { pValue, ...rest }) {
    return { state, ...rest, pValue: pValue ?? null, reason: null };
}
/** The rule does not speak about this subject at all. */
export function notApplicable(reason, evidence = []) {
    return silent('not_applicable', reason, evidence);
}
/** The rule would speak, but what it needs is not known (well enough). */
export function insufficient(reason, evidence = [], pValue = null) {
    return { ...silent('insufficient_data', reason, evidence), pValue };
}
/** Facts could not be loaded at all. */
export function notAssessed(reason) {
    return insufficient(reason);
}
function silent(state, reason, evidence) {
    return {
        state,
        value: null,
        threshold: null,
        unit: null,
        pValue: null,
        evidence,
        reason,
        explanation: explainReason(state, reason),
    };
}
/** `missing` for every named field that is null; null where all are known. */
export function missing(fields) {
    const names = Object.keys(fields).filter((name) => fields[name] === null);
    return names.length > 0 ? { missing: names } : null;
}
/** A rule that needs a disputed fact answers `insufficient_data`, with both sides to be looked at. */
export function disputed(conflicts, needed) {
    const fields = needed.filter((name) => conflicts.includes(name)).sort();
    return fields.length > 0 ? { code: 'conflict', fields } : null;
}
//# sourceMappingURL=finding.rules.js.map