import type { Reader } from '../../kernel/database/reader.js';

/** Where a bid goes, as it stands at one instant. */
export interface BidPlace {
  lot: string;
  no: number;
  lot_state: string | null;
  ceiling: string | null;
  pricing: string | null;
  tender: string;
  dataset: string;
  method: string | null;
  revision: number | null;
  buyer_id: string;
  agent_id: string | null;
  /** Business time, to the microsecond. */
  now: string;
  /** The deadline itself is in time; while the tender is suspended it does not pass. */
  in_time: boolean;
}

/** The instant is read once, and compared where it is read: nothing finer than a millisecond leaves SQL otherwise. */
export async function loadBidPlace(reader: Pick<Reader, 'query'>, lot: string): Promise<BidPlace | undefined> {
  const rows: BidPlace[] = await reader.query(
    `WITH n AS MATERIALIZED (SELECT business_now() AS now)
     SELECT l.id AS lot, l.no, l.state AS lot_state, l.ceiling::text, l.pricing, t.id AS tender, t.dataset, t.method,
       t.revision, t.buyer_id, t.agent_id,
       to_char(n.now AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS now,
       coalesce(n.now <= t.deadline_at, false) OR t.suspended_from IS NOT NULL AS in_time
     FROM lot l JOIN tender t ON t.id = l.tender_id CROSS JOIN n
     WHERE l.id = $1 AND t.conducted = 'here' AND t.published`,
    [lot],
  );
  return rows[0];
}
