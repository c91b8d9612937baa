import { categoryOf } from '../../rules/code-lists.js';
/** A category that says whether it is meant to go on; `OTHER` does not, so nothing is known. */
export function categoryFacts(code) {
    const category = code === null ? null : categoryOf(code);
    if (category === null || category.continuous === null)
        return null;
    return { code: category.code, continuous: category.continuous };
}
export const textField = (fact, field) => {
    const value = fact?.data[field];
    return typeof value === 'string' ? value : null;
};
/** A value with the source of the first fact that says it; `otherwise` where no fact says it in these words. */
export function recorded(value, record, source) {
    return value === null ? null : { value, record, source };
}
/** The first payment under a contract. */
export function firstPayment(facts) {
    const dated = facts
        .filter((fact) => fact.kind === 'payment')
        .flatMap((fact) => {
        const on = textField(fact, 'on');
        return on === null ? [] : [{ value: on, record: `fact:${fact.id}`, source: fact.source }];
    });
    return dated.reduce((a, b) => (a === null || b.value < a.value ? b : a), null);
}
//# sourceMappingURL=sourced.rules.js.map