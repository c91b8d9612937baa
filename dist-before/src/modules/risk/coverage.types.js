export const EXCLUSIONS = [
    'start_unknown',
    'end_unknown',
    'start_imprecise',
    'end_imprecise',
    'ends_before_start',
];
//# sourceMappingURL=coverage.types.js.map