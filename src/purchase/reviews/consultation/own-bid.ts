import type { Principal } from '../../../kernel/access/principal.js';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { BidState } from '../../bids/bid.lifecycle.js';
import { assertSeatReaches } from '../../bids/bid-place.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import { RESTORABLE } from './consultation-facts.js';

/** A bid that was opened, for who made it, as its consultation stands at one instant. */
export interface OwnBid {
  id: string;
  /** What its bidder knows it by. */
  root: string;
  version: number;
  state: BidState;
  bidder: string;
  lot: string;
  no: number;
  lot_state: LotStateHere;
  ceiling: string | null;
  pricing: string | null;
  tender: string;
  /** Which talks of the lot: they begin anew where its failure was declared unlawfully. */
  round: number;
  revision: number;
  /** Of the final offers; null until they are asked for. */
  deadline: string | null;
  /** Business time, to the microsecond. */
  now: string;
  /** The deadline of the final offers itself is in time. */
  in_time: boolean;
  /** The own final offer could not be read, and there is still time to restore it. */
  restorable: boolean;
  /** The last change of the requirement that the buyer confirmed. */
  asked: { id: string; no: number; due_at: string; in_time: boolean; answered: boolean } | null;
}

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * Those of the caller's bodies. The instant is read once, and compared where it is read: nothing finer than a millisecond
 * leaves SQL otherwise.
 */
export async function loadOwnBids(
  reader: Reader,
  principal: Pick<Principal, 'seats'>,
  ids: readonly string[],
): Promise<OwnBid[]> {
  return reader.query<OwnBid[]>(
    `WITH n AS MATERIALIZED (SELECT business_now() AS now)
     SELECT d.id, coalesce(d.envelope_id, d.id) AS root, d.version, d.state, d.bidder_id AS bidder, l.id AS lot, l.no,
       l.state AS lot_state, l.ceiling::text, l.pricing, t.id AS tender, l.consultation AS round, coalesce(t.revision, 1) AS revision,
       ${instant('l.final_deadline_at')} AS deadline, ${instant('n.now')} AS now,
       coalesce(n.now <= l.final_deadline_at, false) AS in_time, ${RESTORABLE} AS restorable,
       (SELECT jsonb_build_object('id', c.id, 'no', c.no, 'due_at', ${instant('c.respond_by')}, 'in_time', n.now <= c.respond_by, 'answered',
          EXISTS (SELECT FROM consultation_response a WHERE a.change_id = c.id AND a.bid_id = d.id))
        FROM requirement_change c WHERE c.lot_id = l.id AND c.round = l.consultation AND c.state = 'confirmed' ORDER BY c.no DESC LIMIT 1) AS asked
     FROM bid d JOIN lot l ON l.id = d.lot_id JOIN tender t ON t.id = d.tender_id CROSS JOIN n
     WHERE (d.id = ANY ($1::uuid[]) OR d.envelope_id = ANY ($1::uuid[])) AND d.bidder_id = ANY ($2::uuid[]) AND d.state IS NOT NULL
       AND t.conducted = 'here'`,
    [ids, listPermittedBodies(principal, 'bid.make')],
  );
}

export async function ownBid(reader: Reader, principal: Pick<Principal, 'seats'>, id: string): Promise<OwnBid> {
  const [row] = await loadOwnBids(reader, principal, [id]);
  if (!row) throw new Problem('not_found');
  await assertSeatReaches(reader, principal, row.bidder, row.lot);
  return row;
}

/** The name under which the final offers of a lot lie: what is sealed for one opens neither as a bid nor in other talks. */
export const formatFinalLot = ({ lot, round }: Pick<OwnBid, 'lot' | 'round'>): string => `${lot}|final|${round}`;
