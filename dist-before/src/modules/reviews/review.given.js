/** Order 87 article 49: recusal, absence, health, or another special reason that is named. */
export const REPLACEMENT_GROUNDS = ['recusal', 'absence', 'health', 'special'];
/** Regulation article 9: within three years employed by, director or shareholder of the supplier, or kin of those. */
export const TIES = ['employed', 'director', 'shareholder', 'kin', 'other'];
/** Order 87 articles 37 and 63, and what the documents name beside them. */
export const REJECTION_GROUNDS = [
    'bond_missing',
    'unsigned',
    'unqualified',
    'above_ceiling',
    'terms_unacceptable',
    'collusion',
    'documents',
];
//# sourceMappingURL=review.given.js.map