import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { notAssessed } from './finding.rules.js';
/** Names whose values are row ids: they differ from database to database, so no hash may see them. */
const ROW_IDS = new Set(['id', 'record', 'agency']);
/** One rule on one subject. The same facts, version and day give the same assessment, whoever asks and how often. */
export function assess(indicator, facts) {
    const hash = inputsHash(indicator, facts);
    const seed = seedOf(indicator, facts.subject, hash);
    return dressed(indicator, facts.subject, facts.asOf, indicator.evaluate(facts, seed), hash, seed, assumptionOf(facts));
}
/** Where there is nothing to load facts from, as the service lines of a draft that names none. */
export function assessNothing(indicator, subject, asOf, reason) {
    const hash = sha256(canonicalJson({ reason }));
    return dressed(indicator, subject, asOf, notAssessed(reason), hash, seedOf(indicator, subject, hash), null);
}
/**
 * SHA-256 of the canonical JSON (RFC 8785) of what the indicator reads; sets are sorted, row ids left out. The day judged
 * at is no part of it: a day that passes and changes no answer changes nothing.
 */
export function inputsHash(indicator, facts) {
    const inputs = { conflicts: facts.conflicts };
    const fields = new Set(indicator.uses);
    for (const [field, value] of Object.entries(facts))
        if (fields.has(field))
            inputs[field] = value;
    return sha256(canonicalJson(inputs));
}
/** Canonical JSON in which every array is a set: equal facts in another order, or with other row ids, give equal text. */
export function canonicalJson(value) {
    return canonicalize(sorted(value)) ?? 'null';
}
function sorted(value) {
    if (Array.isArray(value)) {
        const items = value.map((item) => ({ item: sorted(item) }));
        const keyed = items.map(({ item }) => ({ item, text: canonicalize(item) ?? 'null' }));
        return keyed.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ item }) => item);
    }
    if (value === null || typeof value !== 'object')
        return value;
    const kept = Object.entries(value).filter(([name]) => !ROW_IDS.has(name));
    return Object.fromEntries(kept.map(([name, inner]) => [name, sorted(inner)]));
}
function seedOf(indicator, subject, hash) {
    return sha256(`${indicator.id}|${indicator.version}|${subject.type}:${subject.key}|${hash}`);
}
function sha256(text) {
    return createHash('sha256').update(text, 'utf8').digest('hex');
}
function dressed(indicator, subject, asOf, finding, hash, seed, assumption) {
    return {
        ...finding,
        indicator: indicator.id,
        version: indicator.version,
        severity: finding.severity ?? indicator.severity,
        basis: finding.basis ?? indicator.basis,
        subject,
        title: indicator.title,
        limitation: joined(indicator.limitation, assumption),
        asOf,
        inputsHash: hash,
        seed,
    };
}
function assumptionOf(facts) {
    return 'assumption' in facts ? facts.assumption : null;
}
function joined(limitation, assumption) {
    if (assumption === null)
        return limitation;
    return { en: `${limitation.en} ${assumption.en}`, zh: `${limitation.zh}${assumption.zh}` };
}
//# sourceMappingURL=assess.rules.js.map