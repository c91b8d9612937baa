/** What a lot is to come to: its end, or another review by its panel or by a new one. */
export const PROPOSED_OUTCOMES = ['failed', 'cancelled', 'rereview', 'new_panel'] as const;
export type ProposedOutcome = (typeof PROPOSED_OUTCOMES)[number];

/** What was proposed of a lot: it stands on its row until another person decides it or the lot goes on. */
export interface LotProposal {
  outcome: ProposedOutcome;
  ground: string;
  reason: string;
  reference?: string;
  remedy?: string;
  /** Seats of those members of the panel who broke the rules. */
  barred?: string[];
  at: string;
  by: string;
}
