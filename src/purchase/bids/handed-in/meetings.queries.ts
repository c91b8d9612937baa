import { storedInstantSql } from '../../../kernel/clock/stored-instants.js';

/** A manager in a transaction, or the pool. */
interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T[]>;
}

/** A bid of a lot in which bidders of another lot met. */
export interface MetBid {
  /** The lot that is asked about. */
  of: string;
  lot: string;
  bidder: string | null;
  /** RFC 3339 with a time of the day; null where it is not known so finely. */
  at: string | null;
}

/** Days back from a lot in which others are looked at. */
const MEETING_DAYS = 730;

/** SQL: when the bid `b` came in, to the second at least; null where it is not known so finely. */
const receivedSql = (b: string): string => `coalesce(${b}.received_at, ${storedInstantSql(`${b}.receipt`)})`;
/** SQL: the bid counts, and something is known of when it came in: of most recorded ones nothing is. */
const standsSql = (b: string): string =>
  `${b}.status IS DISTINCT FROM 'withdrawn' AND (${b}.received_at IS NOT NULL OR ${b}.receipt IS NOT NULL)`;

/** SQL: pairs of lots (`of`, `lot`) of which the second was answered before the first, by two of its bidders or more. */
const metSql = (which: string): string => `
  SELECT a.lot_id AS of, b.lot_id AS lot FROM bid a JOIN bid b ON b.bidder_id = a.bidder_id AND b.lot_id <> a.lot_id
  WHERE ${which} AND ${standsSql('a')} AND ${standsSql('b')}
    AND ${receivedSql('b')} < ${receivedSql('a')} AND ${receivedSql('b')} > ${receivedSql('a')} - interval '${MEETING_DAYS} days'
  GROUP BY 1, 2 HAVING count(DISTINCT a.bidder_id) >= 2`;

/** SQL: lots that were answered after lots of this tender, by two of the same bidders or more. */
export const lotsAfterSql = (tender: string): string =>
  `SELECT DISTINCT m.of FROM (${metSql(`b.tender_id = ${tender}`)}) m`;

/** Bids of earlier lots in which two or more bidders of these lots met, after the opening of both. */
export const loadMetBids = async (reader: Reader, lots: readonly string[]): Promise<MetBid[]> =>
  lots.length === 0
    ? []
    : reader.query<MetBid>(
        `SELECT m.of, m.lot, b.bidder_id AS bidder,
           to_char(${receivedSql('b')} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
         FROM (${metSql('a.lot_id = ANY ($1::uuid[])')}) m JOIN bid b ON b.lot_id = m.lot AND b.status IS DISTINCT FROM 'withdrawn'
         ORDER BY m.of, m.lot, b.id`,
        [lots],
      );

/** When a bid of one of some bodies came in. */
interface OwnReceipt {
  lot: string;
  /** In the two forms in which it is told: to the microsecond, and as it was published elsewhere. */
  at: string | null;
  receipt: string | null;
}

/** When bids of these bodies for these lots came in, as far as it is known. */
export const loadOwnReceipts = async (
  reader: Reader,
  lots: readonly string[],
  bodies: readonly string[],
): Promise<OwnReceipt[]> =>
  lots.length === 0
    ? []
    : reader.query<OwnReceipt>(
        `SELECT b.lot_id AS lot, b.receipt, to_char(${receivedSql('b')} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
         FROM bid b JOIN organisation o ON o.id = b.bidder_id
         WHERE b.lot_id = ANY ($1::uuid[]) AND coalesce(o.merged_into, o.id) = ANY ($2::uuid[]) AND ${standsSql('b')}`,
        [lots, bodies],
      );
