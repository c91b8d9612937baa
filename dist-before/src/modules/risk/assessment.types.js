/** The four answers of a rule. `clear` and `insufficient_data` are different answers: unknown is never clear. */
export const ASSESSMENT_STATES = ['triggered', 'clear', 'insufficient_data', 'not_applicable'];
/** `violation`: a dated rule of law is broken; the other two are clues, and none is a word about guilt. */
export const SEVERITIES = ['violation', 'risk', 'notice'];
export const SUBJECT_TYPES = [
    'tender',
    'lot',
    'contract',
    'service_line',
    'programme',
    'agency',
    'buyer',
    'evaluator',
    'community',
    'evaluation_scheme',
];
//# sourceMappingURL=assessment.types.js.map