import type { KeyRing } from '../../../kernel/config/keys.js';
import { bodyKeyOfNameSql } from '../../../people/organisations/parties.js';
import type { BidContent } from '../bid-content.rules.js';
import { toMailRef, toPersonRef, toPhoneRef, type ComparedRef } from './contact-keys.js';

/** A manager in a transaction, or the pool. */
interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T[]>;
}

/** A bid as it was opened or recorded, without what is sealed, and persons by keys alone. Null is what is not known. */
export interface HandedInBid {
  /** Of the bid. */
  id: string;
  lot: string;
  /** Id of the body; null: nobody knows. */
  bidder: string | null;
  /** Opened here; else recorded from elsewhere. */
  here: boolean;
  /** Null until the result tells it, for a bid that was opened here. */
  status: 'valid' | 'rejected' | 'withdrawn' | null;
  rank: number | null;
  /** Points as decimal text. */
  score: string | null;
  technicalScore: string | null;
  priceScore: string | null;
  /** Fen as decimal text: what was offered before the talks. */
  firstPrice: string | null;
  rejectedFor: string | null;
  /** RFC 3339, to the microsecond: when a bid of this bidder for this lot was first taken, and when the one that stands was. */
  firstReceivedAt: string | null;
  receivedAt: string | null;
  /** When it came in elsewhere, as finely as it was published. */
  receipt: string | null;
  /** Revision of the documents that it answers. */
  revision: number | null;
  team: ComparedRef[] | null;
  /** People to ask about the bid, with the numbers and addresses given with them. */
  contacts: ComparedRef[] | null;
  phones: ComparedRef[] | null;
  mails: ComparedRef[] | null;
  /** Files by their SHA-256. */
  documents: { no: number; sha256: string; size: number }[] | null;
  /** Whom the bid names as subcontractors, by credit code, else by name. */
  subcontractors: { key: string; name: string }[] | null;
}

interface HandedInRow {
  id: string;
  lot_id: string;
  bidder_id: string | null;
  here: boolean;
  status: HandedInBid['status'];
  rank: number | null;
  score: string | null;
  technical_score: string | null;
  price_score: string | null;
  first_price: string | null;
  rejected_for: string | null;
  first_received_at: string | null;
  received_at: string | null;
  receipt: string | null;
  revision: number | null;
  team: BidContent['team'] | null;
  contacts: BidContent['contacts'] | null;
  documents: BidContent['documents'] | null;
  subcontractors: HandedInBid['subcontractors'];
}

/** SQL: an instant as RFC 3339, to the microsecond. */
const instantSql = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** SQL: what became of the bid `b` is known to everybody: it was published, or the result tells it. */
const TOLD = `(b.state IS NULL OR l.state IN ('result_published', 'contracted'))`;

/**
 * What was handed in stands in `content`, which is null until the opening and for good where a lot failed. How a bid fared in
 * a review here is told with the result alone. The instants of submissions are those of the receipts, which the opening wrote
 * into the audit.
 */
const HANDED_IN = `
  SELECT b.id, b.lot_id, b.bidder_id, b.state IS NOT NULL AS here,
    CASE WHEN b.state IS NULL THEN b.status WHEN NOT ${TOLD} THEN NULL WHEN b.state = 'rejected' THEN 'rejected'
      WHEN b.state = 'withdrawn_in_consultation' THEN 'withdrawn' WHEN b.state IN ('valid', 'won', 'lost') THEN 'valid' END AS status,
    CASE WHEN b.state IS NULL THEN b.rank END AS rank, CASE WHEN b.state IS NULL THEN b.score::text END AS score,
    b.technical_score::text AS technical_score, b.price_score::text AS price_score, b.first_price::text AS first_price, b.rejected_for,
    ${instantSql('b.received_at')} AS received_at, b.receipt, b.revision,
    (SELECT min(convert_from(e.canonical, 'UTF8')::jsonb -> 'data' ->> 'at') FROM audit_entry e
     WHERE e.aggregate_type = 'bid' AND e.aggregate_id = b.envelope_id::text AND e.action = 'submitted') AS first_received_at,
    b.content -> 'team' AS team, b.content -> 'contacts' AS contacts, b.content -> 'documents' AS documents,
    (SELECT jsonb_agg(DISTINCT jsonb_build_object('key', ${bodyKeyOfNameSql('t.dataset', "s ->> 'name'")}, 'name', s ->> 'name'))
     FROM jsonb_array_elements(b.content -> 'subcontractors') s) AS subcontractors
  FROM bid b JOIN lot l ON l.id = b.lot_id JOIN tender t ON t.id = b.tender_id WHERE b.lot_id = ANY ($1::uuid[]) ORDER BY b.id`;

/** What was handed in for lots. It stands in no view: whoever compares bids is given it by this room, without a name or number. */
export async function loadBidContents(reader: Reader, lots: readonly string[], ring: KeyRing): Promise<HandedInBid[]> {
  if (lots.length === 0) return [];
  const rows = await reader.query<HandedInRow>(HANDED_IN, [lots]);
  return rows.map((row) => ({
    id: row.id,
    lot: row.lot_id,
    bidder: row.bidder_id,
    here: row.here,
    status: row.status,
    rank: row.rank,
    score: row.score,
    technicalScore: row.technical_score,
    priceScore: row.price_score,
    firstPrice: row.first_price,
    rejectedFor: row.rejected_for,
    firstReceivedAt: row.first_received_at ?? row.received_at,
    receivedAt: row.received_at,
    receipt: row.receipt,
    revision: row.revision,
    team: listRefs(row.team, ({ name }) => toPersonRef(ring, name)),
    contacts: listRefs(row.contacts, ({ name }) => toPersonRef(ring, name)),
    phones: listRefs(row.contacts, ({ phone }) => toPhoneRef(ring, phone)),
    mails: listRefs(row.contacts, ({ email }) => toMailRef(ring, email)),
    documents: row.documents?.map(({ sha256, size }, i) => ({ no: i + 1, sha256, size })) ?? null,
    subcontractors: row.subcontractors,
  }));
}

/** Each once; null where the list itself is not known. */
function listRefs<T>(given: readonly T[] | null, toRef: (each: T) => ComparedRef | null): ComparedRef[] | null {
  if (given === null) return null;
  const refs = given.flatMap((each) => toRef(each) ?? []);
  return [...new Map(refs.map((ref) => [ref.key, ref])).values()];
}

/** SHA-256 of the files that a purchase itself refers to, by its id: what everybody was given is in everybody's bid. */
export async function loadGivenFiles(reader: Reader, tenders: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await reader.query<{ tender_id: string; hashes: string[] }>(
    `SELECT r.root_id AS tender_id, array_agg(DISTINCT d.sha256 ORDER BY d.sha256) AS hashes
     FROM document_reference r JOIN document d ON d.id = r.document_id WHERE r.root_id = ANY ($1::uuid[]) GROUP BY r.root_id`,
    [tenders],
  );
  return new Map(rows.map((row) => [row.tender_id, row.hashes]));
}
