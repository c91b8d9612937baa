import type { LimitedPurchase, Reach } from '../../../law/rules/limits/reach.rules.js';
import type { SmePolicy } from '../../../purchase/tenders/conducted/terms/sme/sme-types.js';
import type { ReservationFacts } from '../fact-types.js';

interface ReservedTender {
  method: string | null;
  conducted: 'here' | 'elsewhere';
  lots: readonly { id: string; no: number; state: string | null; terms: { sme?: SmePolicy | null } | null }[];
}

/**
 * What the lots that are still bought do for small and medium enterprises; null where none is left. What a notice from
 * elsewhere says of it is not recorded.
 */
export function toReservation(
  { method, conducted, lots: all }: ReservedTender,
  { byAmount: reach, sum }: { byAmount: Reach; sum: LimitedPurchase['sum'] },
): Pick<ReservationFacts, 'method' | 'reach' | 'sum' | 'lots'> | null {
  if (conducted !== 'here') return null;
  const lots = all.filter(({ state }) => state !== 'failed' && state !== 'cancelled');
  if (lots.length === 0) return null;
  return {
    method,
    reach,
    sum: sum?.amount.toString() ?? null,
    lots: lots.map(({ id, no, terms }) => ({
      ...{ key: String(no), no, record: `lot:${id}` },
      kind: terms?.sme?.kind ?? null,
      ground: terms?.sme?.ground ?? null,
    })),
  };
}
