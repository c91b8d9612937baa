/** Order 87 article 37: what bidders of a tender are taken to collude by, each a ground of its own with its rule. */
const COLLUSION_SIGNS = {
  collusion_same_author: 'COLLUDE-87-37-1',
  collusion_same_agent: 'COLLUDE-87-37-2',
  collusion_same_contact: 'COLLUDE-87-37-3',
  collusion_alike: 'COLLUDE-87-37-4',
  collusion_mixed: 'COLLUDE-87-37-5',
  collusion_same_account: 'COLLUDE-87-37-6',
} as const;
type CollusionSign = keyof typeof COLLUSION_SIGNS;
const SIGNS = Object.keys(COLLUSION_SIGNS) as CollusionSign[];

/** The rule of the sign that a ground names; null where it names none. */
export const findCollusionRule = (ground: string | null | undefined): string | null =>
  SIGNS.find((sign) => sign === ground) === undefined ? null : COLLUSION_SIGNS[ground as CollusionSign];

/** Order 87 articles 37 and 63, and what the documents name beside them: why a bid is not looked at further. */
export const REJECTION_GROUNDS = [
  'bond_missing',
  'unsigned',
  'unqualified',
  'above_ceiling',
  'terms_unacceptable',
  'collusion',
  ...SIGNS,
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
