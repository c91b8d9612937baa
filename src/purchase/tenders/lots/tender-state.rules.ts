import type { LotStateHere } from './lot-states.js';

/** How far a lot has come. A tender is as far as the last of its lots that still goes on. */
const ORDER: readonly string[] = [
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
];

/** The least advanced of the lots that are not over; if none is left, failed if any failed, else cancelled. */
export function deriveTenderState(lots: readonly (string | null)[]): LotStateHere {
  const left = ORDER.find((state) => lots.includes(state));
  return (left ?? (lots.includes('failed') ? 'failed' : 'cancelled')) as LotStateHere;
}
