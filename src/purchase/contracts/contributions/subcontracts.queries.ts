import { bodyKeyOfNameSql } from '../../../people/organisations/parties.js';

/** A manager in a transaction, or the pool. */
interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T[]>;
}

/** Whom the supplier of a contract that runs here takes as subcontractors, by the bid that won it. */
export interface ConsentedSubcontracts {
  /** Id of the bid. */
  bid: string;
  /** By credit code, else by name, each once and in the order of the keys; empty: none was consented to so far. */
  bodies: { key: string; name: string }[];
}

/** SQL: the contract `c` was signed here. From then on no subcontract is without the buyer's consent, so that none is unknown. */
const SIGNED = `c.conducted = 'here' AND c.state NOT IN ('draft', 'void')`;

const CONSENTED = `
  SELECT b.id AS bid, coalesce(jsonb_agg(DISTINCT jsonb_build_object('key', ${bodyKeyOfNameSql('c.dataset', "r.detail ->> 'to'")},
      'name', r.detail ->> 'to')) FILTER (WHERE r.id IS NOT NULL), '[]') AS bodies
  FROM contract c JOIN bid b ON b.lot_id = c.lot_id AND b.bidder_id = c.supplier_id
  LEFT JOIN contract_request r ON r.contract_id = c.id AND r.kind = 'subcontract' AND r.state = 'consented'
  WHERE c.lot_id = ANY ($1::uuid[]) AND ${SIGNED} GROUP BY b.id ORDER BY b.id`;

/** Subcontracts that buyers consented to under contracts of these lots that were signed here. */
export const loadConsentedSubcontracts = async (
  reader: Reader,
  lots: readonly string[],
): Promise<ConsentedSubcontracts[]> =>
  lots.length === 0 ? [] : reader.query<ConsentedSubcontracts>(CONSENTED, [lots]);

/** SQL: the lot of a contract of which it has just become known, or changes, whom its supplier takes as subcontractors. */
export const lotOfSubcontractsSql = (contract: string): string => `
  SELECT c.lot_id FROM contract c WHERE c.id = ${contract} AND c.lot_id IS NOT NULL AND ${SIGNED}
    AND (c.state = 'signed' OR EXISTS (
      SELECT FROM contract_request r WHERE r.contract_id = c.id AND r.kind = 'subcontract' AND r.state = 'consented'))`;
