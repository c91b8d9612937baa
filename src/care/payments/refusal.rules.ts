/** Why a payment that is asked for is sent back; the last three are what Order 802 article 14 does not let an enterprise wait for. */
export const REFUSAL_GROUNDS = [
  'condition_not_met',
  'invoice_wrong',
  'amount_wrong',
  'payee_wrong',
  'change_of_head',
  'internal_procedure',
  'audit_not_agreed',
] as const;
export type RefusalGround = (typeof REFUSAL_GROUNDS)[number];

export const LAWFUL_GROUNDS: readonly string[] = REFUSAL_GROUNDS.slice(0, 4);
