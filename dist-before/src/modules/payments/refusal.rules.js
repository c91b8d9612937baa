/** Why a payment that is asked for is sent back; the last three are what Order 802 article 14 does not let an enterprise wait for. */
export const REFUSAL_GROUNDS = [
    'condition_not_met',
    'invoice_wrong',
    'amount_wrong',
    'payee_wrong',
    'change_of_head',
    'internal_procedure',
    'audit_not_agreed',
];
export const LAWFUL_GROUNDS = REFUSAL_GROUNDS.slice(0, 4);
//# sourceMappingURL=refusal.rules.js.map