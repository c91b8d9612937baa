/** Order 87 articles 37 and 63, and what the documents name beside them: why a bid is not looked at further. */
export const REJECTION_GROUNDS = [
  'bond_missing',
  'unsigned',
  'unqualified',
  'above_ceiling',
  'terms_unacceptable',
  'collusion',
  'documents',
] as const;
export type RejectionGround = (typeof REJECTION_GROUNDS)[number];

/** Why a bid that was valid goes no further in a consultation: [2014] 214 articles 20 and 21, [2015] 124. */
export type ConsultationGround = 'no_response' | 'no_final_offer' | 'unreadable' | 'above_ceiling';

/** What a panel decides together; a member's own scores are none of it. */
export type FoundStage = 'qualification' | 'conformity' | 'price';

/** Where in the review a bid may be rejected. */
export type RejectionStage = FoundStage | 'consultation';

/** Everything that a bid may be rejected for. */
export type RejectedFor = RejectionGround | ConsultationGround | 'price_unexplained';
