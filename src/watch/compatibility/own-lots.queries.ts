import { MEMBERS } from '../facts/purchases/lot.queries.js';
import type { Reader } from '../facts/loading/frame-types.js';
import { COMPATIBILITY_RULES } from './index.js';
import { toRelease, type OwnLot } from './own-lots.js';
import type { CompatibilityResult } from './release-types.js';

interface LotRow {
  key: string;
  method: string | null;
  pricing: 'fixed' | 'competitive' | null;
  category: string | null;
  bid_count: number | null;
  issued: string | null;
  closes: string | null;
  buyer: string | null;
  agent: string | null;
  bids: {
    key: string;
    price: string | null;
    status: 'valid' | 'rejected' | 'withdrawn' | null;
    members: { key: string; name: string }[] | null;
  }[];
  awards: { supplier: string; stands: boolean }[];
}

/** Lots of purchases that are public. A price that is not told yet is not told to these definitions either. */
const OWN_LOTS = `
  SELECT t.key || '/' || l.no AS key, t.method, l.pricing, t.category, l.bid_count,
    (SELECT min(f.data ->> 'publishedOn') FROM facts_in_force f
     WHERE f.subject_type = 'tender' AND f.subject_id = t.id AND f.kind = 'notice' AND length(f.data ->> 'publishedOn') >= 10) AS issued,
    to_char(t.deadline_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"') AS closes,
    (SELECT o.body_key FROM organisations o WHERE o.id = t.buyer_id) AS buyer,
    (SELECT o.body_key FROM organisations o WHERE o.id = t.agent_id) AS agent,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('key', coalesce(b.bidder_key, b.id::text), 'price', b.price::text,
       'status', b.status, 'members', ${MEMBERS}) ORDER BY b.seq), '[]') FROM published_bids b WHERE b.lot_id = l.id) AS bids,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('supplier', o.body_key, 'stands', a.stands) ORDER BY a.seq), '[]')
     FROM awards a JOIN organisations o ON o.id = a.supplier_id WHERE a.lot_id = l.id) AS awards
  FROM lots l JOIN tenders t ON t.id = l.tender_id
  WHERE t.dataset = $1 AND t.published ORDER BY key`;

const STATUSES = { valid: 'valid', rejected: 'disqualified', withdrawn: 'withdrawn' } as const;

/** What the published definitions say of the public lots of one dataset, all of it at once; nothing is stored. */
export async function computePublishedFlags(
  reader: Reader,
  dataset: string,
): Promise<({ rule: string } & CompatibilityResult)[]> {
  const rows = await reader.query<LotRow>(OWN_LOTS, [dataset]);
  const releases = rows.map((row) => toRelease(toOwnLot(row)));
  return COMPATIBILITY_RULES.flatMap(({ id, evaluate }) => evaluate(releases).map((one) => ({ rule: id, ...one })));
}

function toOwnLot({
  key,
  method,
  pricing,
  category,
  bid_count,
  issued,
  closes,
  buyer,
  agent,
  bids,
  awards,
}: LotRow): OwnLot {
  return {
    facts: {
      subject: { type: 'lot', id: key, key },
      method,
      pricing,
      bidCount: bid_count,
      bids: bids.map((bid) => ({
        key: bid.key,
        record: `bid:${bid.key}`,
        bidder: bid.key,
        ...(bid.members !== null && { members: bid.members }),
        price: bid.price,
        items: null,
        registration: null,
      })),
    },
    buyer,
    agent,
    category,
    issuedAt: issued === null ? null : issued.length === 10 ? `${issued}T00:00:00+08:00` : issued,
    closesAt: closes,
    received: Object.fromEntries(
      bids.map(({ key: by, status }) => [by, { status: STATUSES[status ?? 'valid'], at: null }]),
    ),
    awards:
      awards.length === 0
        ? null
        : awards.map(({ supplier, stands }) => ({ status: stands ? 'active' : 'cancelled', suppliers: [supplier] })),
  };
}
