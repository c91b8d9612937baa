/** A number that is a choice of ours. */
export const policy = (name, value, unit) => ({
    name,
    value: String(value),
    unit,
    effectiveFrom: null,
    effectiveTo: null,
    basis: 'POLICY',
});
//# sourceMappingURL=policy.rules.js.map