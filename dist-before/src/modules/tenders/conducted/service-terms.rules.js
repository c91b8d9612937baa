/** The terms with the changes that the buyer confirmed, in their order. */
export const withTalked = (terms, changes) => changes.reduce((before, { requirement, standards }) => ({
    ...before,
    requirement: requirement ?? before.requirement,
    standards: standards ?? before.standards,
}), terms);
//# sourceMappingURL=service-terms.rules.js.map