import { reachesBack } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { runPreparedStatement } from '../../kernel/database/prepared.js';
import type { Sql } from '../../kernel/database/sql.js';
import type { Reader } from '../../kernel/database/reader.js';
import { Problem } from '../../kernel/errors/problem.js';
import {
  documentTermsSql,
  lotRevisionSql,
  lotTermsSql,
  lotWindowSql,
} from '../tenders/conducted/terms/lot-terms.queries.js';
import { buyersSql } from '../tenders/conducted/terms/joint-buyers.queries.js';
import type { PriceTerm } from '../tenders/conducted/terms/price-types.js';
import type { SmePolicy } from '../tenders/conducted/terms/sme/sme-types.js';
import { bidderSql, PROVIDERS, type Bidder } from './declarations/bidder.queries.js';
import type { StoredEnvelope } from './opening/envelopes.js';
import { INSTANT_AGGREGATE } from './opening/instants/instant.rules.js';
import { sealingKeysSql, type SealingKeysRow } from './opening/sealing-keys.queries.js';
import type { EnvelopeOutcome } from './opening/registers/register.rules.js';
import type { TenderTerms } from '../tenders/conducted/terms/terms-types.js';

/** Where a bid goes, as it stands at one instant. */
export interface BidPlace {
  lot: string;
  no: number;
  lot_state: string | null;
  ceiling: string | null;
  pricing: string | null;
  /** What its documents do for small enterprises. */
  sme: SmePolicy | null;
  /** How it is priced by the documents in force; null: by one sum. */
  price: PriceTerm | null;
  /** What the whole purchase comes to, fen. */
  sum: string;
  tender: string;
  dataset: string;
  method: string | null;
  revision: number | null;
  /** The buyer, and who buys together with it. */
  buyers: string[];
  agent_id: string | null;
  /** Day on which the bids are due. */
  due_on: PlainDate | null;
  /** Business time, to the microsecond. */
  now: string;
  /** The deadline itself is in time; while the tender is suspended it does not pass. */
  in_time: boolean;
  /** The body that bids, where it was asked about with the place. */
  bidder?: Bidder;
}

/** SQL: the place of the lot `$1`, with further columns of it, `joins` among what they are read from. The instant is read once, and compared where it is read: nothing finer than a millisecond leaves SQL otherwise. */
const selectPlace = (more = '', joins = ''): string =>
  `WITH n AS MATERIALIZED (SELECT business_now() AS now)
   SELECT l.id AS lot, l.no, l.state AS lot_state, l.ceiling::text, l.pricing, ${lotTermsSql('t', 'l')} -> 'sme' AS sme,
     ${lotTermsSql('t', 'l')} -> 'price' AS price,
     greatest(coalesce(t.budget, 0), (SELECT coalesce(sum(o.ceiling), 0) FROM lot o WHERE o.tender_id = t.id))::text AS sum, t.id AS tender, t.dataset, t.method,
     t.revision, ${buyersSql('t')} AS buyers, t.agent_id, (t.deadline_at AT TIME ZONE 'Asia/Shanghai')::date::text AS due_on,
     to_char(n.now AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS now,
     coalesce(n.now <= t.deadline_at, false) OR t.suspended_from IS NOT NULL AS in_time ${more}
   FROM lot l JOIN tender t ON t.id = l.tender_id CROSS JOIN n ${joins}
   WHERE l.id = $1 AND t.conducted = 'here' AND t.published`;

const PLACE = selectPlace();
export async function loadBidPlace(reader: Reader, lot: string): Promise<BidPlace | undefined> {
  const [place] = await runPreparedStatement<BidPlace>(reader, PLACE, [lot]);
  return place;
}

const TO_SEAL = selectPlace(`, ${sealingKeysSql('t.id')} AS sealing`);

/** The same with the keys that a bid for it is sealed to. */
export async function loadPlaceToSeal(
  reader: Reader,
  lot: string,
): Promise<(BidPlace & { sealing: SealingKeysRow }) | undefined> {
  const [place] = await runPreparedStatement<BidPlace & { sealing: SealingKeysRow }>(reader, TO_SEAL, [lot]);
  return place;
}

/** How a lot is priced by the documents in force; null: by one sum. */
export async function loadLotPrice(reader: Pick<Reader, 'query'>, lot: string): Promise<PriceTerm | null> {
  const rows: { price: PriceTerm | null }[] = await reader.query(
    `SELECT ${lotTermsSql('t', 'l')} -> 'price' AS price FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = $1`,
    [lot],
  );
  return rows[0]?.price ?? null;
}

/** The same by the documents as one revision has them. */
export async function loadRevisedLotPrice(
  reader: Pick<Reader, 'query'>,
  lot: string,
  revision: number,
): Promise<PriceTerm | null> {
  const rows: { price: PriceTerm | null }[] = await reader.query(
    `SELECT ${documentTermsSql('v.document', 'l.no')} -> 'price' AS price
     FROM lot l JOIN tender_revision v ON v.tender_id = l.tender_id AND v.revision = $2 WHERE l.id = $1`,
    [lot, revision],
  );
  return rows[0]?.price ?? null;
}

/** What the documents in force say of a lot: its own words, else those of its tender. */
interface LotDocuments {
  window: { start: string | null; end: string | null };
  terms: TenderTerms;
  /** The last revision that says something new of it. */
  revision: number | null;
}

/** The lot of a bid, with what its documents say, and what the opening found of the envelope: null before it, or where nothing is to be said. */
export interface AskedPlace extends BidPlace {
  documents: LotDocuments;
  outcome: EnvelopeOutcome | null;
  /** The body asked for the documents of the tender, or about them: so others know of it, and it is told of corrections. */
  asked: boolean;
}

const DOCUMENTS = `,
  jsonb_build_object('window', jsonb_build_object('start', ${lotWindowSql('t', 'l', 'start')}, 'end', ${lotWindowSql('t', 'l', 'end')}),
    'terms', ${lotTermsSql('t', 'l')}, 'revision', ${lotRevisionSql('t', 'l')}) AS documents,
  (SELECT c.outcome FROM envelope_check c WHERE c.envelope_id = $2 ORDER BY c.id LIMIT 1) AS outcome,
  EXISTS (SELECT FROM document_request d WHERE d.tender_id = t.id AND d.organisation_id = $3)
    OR EXISTS (SELECT FROM clarification q WHERE q.tender_id = t.id AND q.organisation_id = $3) AS asked`;
const ASKED = selectPlace(DOCUMENTS);

/** The same for who may see a bid for it; what is bought there is public from the issue on. */
export async function loadAskedPlace(
  reader: Reader,
  names: { lot: string; envelope: string; organisation: string | null },
): Promise<AskedPlace | undefined> {
  const [place] = await runPreparedStatement<AskedPlace>(reader, `${ASKED} AND t.revision IS NOT NULL`, [
    ...[names.lot, names.envelope, names.organisation],
  ]);
  return place;
}

/** The place of a bid and its envelope behind the gate, at one instant. */
export interface LockedPlace extends AskedPlace {
  bidder: Bidder;
  /** Null where none lies there under that id. */
  envelope: StoredEnvelope | null;
}

const LOCKED = selectPlace(
  `${DOCUMENTS}, ${bidderSql('$3', '$4')} AS bidder, e.id AS envelope_id, e.blind, e.size_class, e.ciphertext`,
  'LEFT JOIN sealed_envelope e ON e.id = $2',
);
type LockedRow = Omit<LockedPlace, 'envelope'> & {
  envelope_id: string | null;
  blind: Buffer | null;
  size_class: number | null;
  ciphertext: Buffer | null;
};

/** All that a submission asks for behind its locks, by one statement: the envelope, its lot, and the body that bids. */
export async function loadLockedPlace(
  reader: Reader,
  names: { lot: string; envelope: string; organisation: string },
): Promise<LockedPlace | undefined> {
  const values = [names.lot, names.envelope, names.organisation, PROVIDERS];
  const [row] = await runPreparedStatement<LockedRow>(reader, LOCKED, values);
  if (row === undefined) return undefined;
  const { envelope_id: id, blind, size_class, ciphertext, ...place } = row;
  return { ...place, envelope: id === null ? null : ({ id, blind, size_class, ciphertext } as StoredEnvelope) };
}

/**
 * SQL: when a tender was issued: as its first revision says and the audit of its first signed statement, whichever is earlier.
 * Null where one of them is not there: no row that somebody writes moves an issue behind a seat.
 */
export const issuedAtSql = (tender: string): string =>
  `(SELECT CASE WHEN count(*) = 2 THEN min(said.at) END FROM (
     SELECT v.published_at AS at FROM tender_revision v WHERE v.tender_id = ${tender} AND v.revision = 1
     UNION ALL
     SELECT a.at FROM audit_entry a
     WHERE a.aggregate_type = '${INSTANT_AGGREGATE}' AND a.aggregate_id = ${tender}::text AND a.seq = 1) said)`;

/**
 * A seat that others gave touches no bid of a tender that was issued before, though the body's manager has consented: it
 * neither reads nor writes nor withdraws one, nor a final offer.
 *
 * @throws Problem `seat_after_issue`
 */
export async function assertSeatReaches(
  reader: Pick<Reader, 'query'>,
  caller: Pick<Principal, 'seats'>,
  body: string,
  lot: string,
): Promise<void> {
  if (!caller.seats.some(({ organisation, outsideSince }) => organisation === body && outsideSince)) return;
  const [row]: { here: boolean; issued_at: Date | null }[] = await reader.query(
    `SELECT t.conducted = 'here' AS here, ${issuedAtSql('t.id')} AS issued_at
     FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = $1`,
    [lot],
  );
  if (row?.here !== true) return;
  if (row.issued_at === null || !reachesBack(caller, 'bid.make', body, row.issued_at))
    throw new Problem('seat_after_issue');
}

/** SQL: the bid is one that the caller may make for its body, and that its seat there reaches. */
export function ownBidSql(sql: Sql, caller: Pick<Principal, 'seats'>, bid: string): string {
  const seats = caller.seats.filter(({ permissions }) => permissions.has('bid.make'));
  const bodies = sql.p(seats.map(({ organisation }) => organisation));
  const since = sql.p(seats.map(({ outsideSince }) => outsideSince ?? null));
  return `EXISTS (SELECT FROM unnest(${bodies}::uuid[], ${since}::timestamptz[]) AS own(body, since)
    WHERE own.body = ${bid}.bidder_id AND (own.since IS NULL
      OR own.since <= ${issuedAtSql(`${bid}.tender_id`)}))`;
}

/** SQL: what its bidder knows the opened bid `bid` by: its envelope, where it came in one. For that bidder alone. */
export const bidNameSql = (bid: string): string =>
  `(SELECT coalesce(known.envelope_id, known.id) FROM bid known WHERE known.id = ${bid})`;
