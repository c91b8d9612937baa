import { LOT_STATES, type LotStateHere } from './lot-states.js';

/** How far a lot has come. A tender is as far as the last of its lots that still goes on. */
const ORDER = LOT_STATES.filter((state) => state !== 'failed' && state !== 'cancelled');

/** The least advanced of the lots that are not over; if none is left, failed if any failed, else cancelled. */
export function deriveTenderState(lots: readonly (string | null)[]): LotStateHere {
  const left = ORDER.find((state) => lots.includes(state));
  return left ?? (lots.includes('failed') ? 'failed' : 'cancelled');
}
