/** Months that one progress report covers. */
export const REPORT_MONTHS = [1, 2, 3, 6, 12];
export const SUPPLIER_SIZES = ['large', 'medium', 'small', 'micro'];
/** Members that stand in a content only where something was said: contents without them keep their hash. */
export const SAID_OR_ABSENT = ['supplierSize', 'paymentDays', 'acceptanceDays', 'lateInterest'];
/** Members of the content that a party may write. */
export const WRITTEN = [
    'number',
    'amount',
    'window',
    'requirement',
    'standards',
    'payments',
    'milestones',
    'reportMonths',
    'performanceBond',
    'term',
    'individualReason',
    'clauses',
    'team',
];
/** Members that an amendment may change; the amount only by a supplement. */
export const AMENDED = [
    'window',
    'requirement',
    'standards',
    'payments',
    'milestones',
    'reportMonths',
    'performanceBond',
    'term',
    'clauses',
    // The size is the one that was declared at the signing.
    'paymentDays',
    'acceptanceDays',
    'lateInterest',
];
export const NO_CONTENT = {
    number: null,
    amount: null,
    window: { start: null, end: null },
    requirement: null,
    standards: [],
    payments: [],
    milestones: [],
    reportMonths: null,
    performanceBond: null,
    term: null,
    individualReason: null,
    clauses: [],
    team: [],
};
/** Law articles 49 and 50: why a contract in force is changed. */
export const AMENDMENT_REASONS = [
    'supplement',
    'public_interest',
    'force_majeure',
    'clause_of_contract',
    'change_of_policy',
    'clerical_error',
];
export const HALT_GROUNDS = ['challenge', 'complaint', 'force_majeure'];
/** Law article 50 II, Civil Code articles 562 II and 563: agreement alone is not among them. */
export const TERMINATION_GROUNDS = ['contract_clause', 'public_interest', 'breach', 'force_majeure'];
export { RESCISSION_GROUNDS } from '../../awards/remedy.rules.js';
//# sourceMappingURL=content.types.js.map