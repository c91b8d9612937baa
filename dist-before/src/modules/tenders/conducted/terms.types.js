export const SCORINGS = ['comprehensive', 'lowest_price'];
export const CRITERION_KINDS = ['price', 'professional', 'business', 'performance'];
export const PAYMENT_TRIGGERS = ['signing', 'milestone', 'report', 'acceptance'];
export const NO_TERMS = {
    requirement: null,
    standards: [],
    qualifications: [],
    scoring: 'comprehensive',
    criteria: [],
    tieRule: null,
    lowPriceShare: null,
    standstillDays: null,
    bidBond: null,
    performanceBond: null,
    payments: [],
    term: null,
};
export const NO_PLAN = {
    intentOn: null,
    issueOn: null,
    documentsTo: null,
    noticeTo: null,
    deadlineAt: null,
};
//# sourceMappingURL=terms.types.js.map