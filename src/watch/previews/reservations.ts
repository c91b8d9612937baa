import type { Text } from '../../kernel/errors/texts.js';
import { findReservation } from '../../purchase/tenders/conducted/terms/sme/sme-policy.rules.js';
import type { SmePolicy } from '../../purchase/tenders/conducted/terms/sme/sme-types.js';
import type { Reader } from '../facts/loading/frame-types.js';

/** The lots of what is planned, with what each does for small enterprises, and where its suppliers are. */
export interface PlannedPolicies {
  dataset: string;
  region: string | null;
  category: string | null;
  lots: readonly { no: number; sme: SmePolicy | null }[];
}

/** What a reservation does: of `registered` agencies of the category and the province it keeps `agencies` from bidding. */
export interface ReservationEffect {
  lot: number;
  agencies: number;
  registered: number;
}

/** By who registered them (GB 32100): social organisations and institutions of the state are no enterprises, whatever their size. */
const AGENCIES = `
  SELECT count(*)::int AS registered, count(*) FILTER (WHERE o.body_key ~ '^(5[1-3]|1[12])[0-9A-Z]{16}$')::int AS agencies
  FROM organisations o
  WHERE o.dataset = $1 AND o.kind IN ('agency', 'enterprise') AND ($2::text IS NULL OR $2 = ANY (o.categories))
    AND ($3::text IS NULL OR o.region LIKE left($3, 2) || '%')`;

const LOTS = `
  SELECT r.dataset, r.region, r.category,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('no', l.no, 'sme', l.terms -> 'sme') ORDER BY l.no), '[]') FROM lots l
     WHERE l.tender_id = r.id) AS lots
  FROM tenders r WHERE r.id = $1`;

/** What a stored tender does for small enterprises. */
export async function loadPlannedPolicies(reader: Reader, tender: string): Promise<PlannedPolicies | null> {
  const [row] = await reader.query<{
    dataset: string;
    region: string | null;
    category: string | null;
    lots: { no: number; sme: SmePolicy | null }[];
  }>(LOTS, [tender]);
  return row ?? null;
}

/** How many registered agencies each reserved lot excludes. */
export async function loadReservationEffects(
  reader: Reader,
  { dataset, region, category, lots }: PlannedPolicies,
): Promise<ReservationEffect[]> {
  const reserved = lots.filter(({ sme }) => findReservation(sme) !== null);
  if (reserved.length === 0) return [];
  const [counted] = await reader.query<{ registered: number; agencies: number }>(AGENCIES, [dataset, category, region]);
  return counted ? reserved.map(({ no }) => ({ lot: no, ...counted })) : [];
}

export const describeEffect = ({ agencies, registered }: ReservationEffect): Text => ({
  en: `Reserved for small and medium enterprises: ${agencies} of ${registered} registered agencies cannot bid, since they are no enterprises`,
  zh: `专门面向中小企业采购：已登记的 ${registered} 家机构中有 ${agencies} 家不是企业，不能参加`,
});
