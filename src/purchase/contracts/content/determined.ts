import type { Reader } from '../../../kernel/database/reader.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { formatYuan, formatYuanOrNull } from '../../../kernel/money/money.js';
import { applyTalkChanges, type Talked } from '../../tenders/conducted/terms/service-terms.rules.js';
import type { TenderDocument } from '../../tenders/conducted/terms/document-types.js';
import { jointBuyersSql } from '../../tenders/conducted/terms/joint-buyers.queries.js';
import { lotTermsSql, lotWindowSql } from '../../tenders/conducted/terms/lot-terms.queries.js';
import { documentOfLot } from '../../tenders/conducted/terms/lot-documents.rules.js';
import { deriveAwardedPrice } from '../../tenders/conducted/terms/prices/offered-price.rules.js';
import { toUnitPrice } from '../../tenders/conducted/terms/price.rules.js';
import { offerSql } from '../../awards/results/awarded-price.queries.js';
import type { TenderTerms } from '../../tenders/conducted/terms/terms-types.js';
import type { Determined } from './content.rules.js';
import type { ContractRoot } from '../conducted/conducted-contract.js';
import type { BidContent, BidPerson } from '../../bids/bid-content.rules.js';
import type { ContractParties, ContractParty, TeamMember } from './content-types.js';

/** What the documents and the offer of a purchase say of one of its lots, as one row. */
export interface AwardTermsRow {
  buyer: string | null;
  supplier: string | null;
  amount: string | null;
  unit_price: string | null;
  unit: string | null;
  /** Number of the lot; null where a contract is for several together. */
  lot: number | null;
  start: string | null;
  end: string | null;
  terms: TenderTerms | null;
  /** The revision in force, of all lots. */
  document: TenderDocument | null;
  changes: Changed[];
  teams: (BidPerson[] | null)[];
  /** What was offered, of a consultation last; null where it is not on record. */
  offer: BidContent | null;
}

/** SQL: that row, of the tender, the lot and the award of these ids. */
export const awardTermsSql = (tender: string, lot: string, award: string): string => `
  SELECT t.buyer_id AS buyer, a.supplier_id AS supplier, a.amount::text AS amount,
    a.unit_price::text, a.unit, b.no AS lot,
    ${lotWindowSql('t', 'b', 'start')} AS start, ${lotWindowSql('t', 'b', 'end')} AS "end",
    coalesce(${lotTermsSql('t', 'b')}, t.terms) AS terms, (SELECT r.document FROM tender_revision r WHERE r.tender_id = t.id ORDER BY r.revision DESC LIMIT 1) AS document,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('requirement', q.requirement, 'standards', q.standards, 'clause', q.contract_terms)
       ORDER BY q.no), '[]')
     FROM requirement_change q JOIN lot l ON l.id = q.lot_id
     WHERE l.id = a.lot_id AND q.round = l.consultation AND q.state = 'confirmed') AS changes,
    jsonb_build_array(
      (SELECT f.content -> 'team' FROM final_offer f JOIN lot l ON l.id = a.lot_id AND f.round = l.consultation WHERE f.bid_id = a.bid_id),
      (SELECT s.content -> 'team' FROM consultation_response s JOIN requirement_change q ON q.id = s.change_id
       JOIN lot l ON l.id = q.lot_id AND q.round = l.consultation
       WHERE s.bid_id = a.bid_id AND jsonb_array_length(s.content -> 'team') > 0 ORDER BY q.no DESC LIMIT 1),
      (SELECT b.content -> 'team' FROM bid b WHERE b.id = a.bid_id)) AS teams,
    (SELECT ${offerSql('d', 'l')} FROM bid d JOIN lot l ON l.id = d.lot_id WHERE d.id = a.bid_id) AS offer
  FROM tender t LEFT JOIN award a ON a.id = ${award} LEFT JOIN lot b ON b.id = ${lot} WHERE t.id = ${tender}`;

/**
 * What the documents and the offer have determined for the lot of a contract: of a tender conducted here the revision in
 * force, of a recorded one what its record knows. A contract for several lots together is held to what its tender says.
 */
export async function loadAwardTerms(
  tx: Tx,
  contract: Pick<ContractRoot, 'tender_id' | 'lot_id' | 'award_id'>,
): Promise<Determined> {
  const [row] = await tx.query<AwardTermsRow>(awardTermsSql('$1', '$2', '$3'), [
    contract.tender_id,
    contract.lot_id,
    contract.award_id,
  ]);
  return toAwardTerms(row);
}

export function toAwardTerms(row: AwardTermsRow | undefined): Determined {
  const changes = row?.changes ?? [];
  const document = row?.document && row.lot !== null ? documentOfLot(row.document, row.lot) : (row?.document ?? null);
  const terms = document?.terms ?? row?.terms ?? null;
  return {
    buyer: row?.buyer ?? null,
    supplier: row?.supplier ?? null,
    amount: formatYuanOrNull(row?.amount),
    window: document?.window ?? { start: row?.start ?? null, end: row?.end ?? null },
    terms: terms && applyTalkChanges(terms, changes),
    ...toDeterminedPrice(terms?.price, row?.offer ?? null),
    team: findOfferedTeam(row?.teams ?? []),
    clause: changes.findLast((c) => c.clause !== null)?.clause ?? null,
    unitPrice: row?.unit_price && row.unit ? { unitPrice: formatYuan(row.unit_price), unit: row.unit } : null,
  };
}

/** The price that the documents and the offer come to; of documents that say nothing of it, nothing is determined. */
function toDeterminedPrice(announced: TenderTerms['price'], offer: BidContent | null): Pick<Determined, 'price'> {
  if (!announced) return {};
  if (toUnitPrice(announced) === null) return { price: null };
  const price = offer && deriveAwardedPrice(announced, offer);
  return price === null ? {} : { price };
}

/** Whom the last words of the bidder name: its final offer, what it answered in the talks, its bid. */
const findOfferedTeam = (teams: readonly (BidPerson[] | null)[]): TeamMember[] | null =>
  teams
    .find((team) => team !== null && team.length > 0)
    ?.map(({ name, role, qualification }) => ({ name, role, ...(qualification && { qualification }) })) ?? null;

interface Changed extends Talked {
  clause: string | null;
}

/** The bodies as they are named and registered today; who buys together with the buyer stands in the terms of the tender. */
export async function loadParties(
  reader: Reader,
  tender: string,
  { buyer, supplier }: { buyer: string; supplier: string },
): Promise<ContractParties> {
  const [joint] = await reader.query<{ bodies: string[] }[]>(
    `SELECT ${jointBuyersSql('t')} AS bodies FROM tender t WHERE t.id = $1`,
    [tender],
  );
  const jointBuyers = joint?.bodies ?? [];
  const rows = await reader.query<{ id: string; name: string; credit_code: string | null }[]>(
    `SELECT id, name, credit_code FROM organisation WHERE id = ANY ($1::uuid[])`,
    [[buyer, supplier, ...jointBuyers]],
  );
  const party = (id: string): ContractParty => {
    const row = rows.find((r) => r.id === id);
    return { organisation: id, name: row?.name ?? '', creditCode: row?.credit_code ?? null };
  };
  const sides = { buyer: party(buyer), supplier: party(supplier) };
  return jointBuyers.length === 0 ? sides : { ...sides, jointBuyers: jointBuyers.map(party) };
}
