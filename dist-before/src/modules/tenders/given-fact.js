/** A fact of a tender with its kind and data checked against each other; `lot` null means every lot. */
export function tenderFact(kind, lot, data, source) {
    return { kind, lot, data, source };
}
/** A fact of a contract. A contract stands for one lot already, so none is named. */
export function contractFact(kind, data, source) {
    return { kind, data, source };
}
//# sourceMappingURL=given-fact.js.map