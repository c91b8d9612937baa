export const isActive = (fact) => fact.replacedBy === null;
export const concerns = (fact, lot) => fact.lot === null || fact.lot === lot;
/** Sources that the public could read too: a fact read there is public, and makes its tender or contract so. */
export const PUBLIC_SOURCES = ['notice', 'reconstruction'];
export const isPublished = (fact) => PUBLIC_SOURCES.includes(fact.source.kind);
/** The first fact of a chain of corrections; `facts` holds the corrected ones too. */
export function originsOf(facts) {
    const replaced = new Map(facts.map((f) => [f.id, f.replaces]));
    const originOf = (id) => {
        const earlier = replaced.get(id) ?? null;
        return earlier === null ? id : originOf(earlier);
    };
    return originOf;
}
/** The facts in force, each in the place of the first one it corrects: as if the right fact had been recorded at once. */
export function inForce(facts) {
    const originOf = originsOf(facts);
    const place = new Map(facts.map((f, i) => [f.id, i]));
    const at = (f) => place.get(originOf(f.id)) ?? 0;
    return facts.filter(isActive).sort((a, b) => at(a) - at(b));
}
/** The facts in force of one kind that concern one lot. */
export function factsOf(facts, kind, lot) {
    return facts.filter((f) => f.kind === kind && isActive(f) && concerns(f, lot));
}
/** Facts that are this lot's own: one about the whole of several lots is of none of them. */
export function ownFactsOf(facts, kind, lot, lots) {
    return factsOf(facts, kind, lot).filter((f) => f.lot !== null || lots === 1);
}
/** The fact that stands for several that say one thing: the first that was published, else the first. */
export const standIn = (facts) => facts.find(isPublished) ?? facts[0];
//# sourceMappingURL=facts-in-force.rules.js.map