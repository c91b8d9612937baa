export const PLAN_KINDS = ['renew', 'retender', 'hand_over', 'absorb', 'end', 'none'];
//# sourceMappingURL=facts.types.js.map