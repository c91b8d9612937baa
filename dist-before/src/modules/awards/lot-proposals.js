/** What a lot is to come to: its end, or another review by its panel or by a new one. */
export const PROPOSED_OUTCOMES = ['failed', 'cancelled', 'rereview', 'new_panel'];
//# sourceMappingURL=lot-proposals.js.map