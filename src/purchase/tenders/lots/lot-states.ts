/** States and actions of a lot that is conducted here; its table is `lot.lifecycle.ts`. */
export const LOT_STATES = [
  'open',
  'closed',
  'opened',
  'in_consultation',
  'final_offers_requested',
  'final_offers_in',
  'reviewed',
  'confirmed',
  'result_published',
  'contracted',
  'suspended',
  'failed',
  'cancelled',
] as const;

export type LotStateHere = (typeof LOT_STATES)[number];
