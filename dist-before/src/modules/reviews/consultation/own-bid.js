import { bodiesWith } from '../../../platform/access/held.js';
import { Problem } from '../../../platform/errors/problem.js';
import { RESTORABLE } from './consultation.facts.js';
const instant = (column) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
/** The instant is read once, and compared where it is read: nothing finer than a millisecond leaves SQL otherwise. */
export async function ownBid(reader, principal, id) {
    const bodies = bodiesWith(principal, 'bid.make');
    const [row] = await reader.query(`WITH n AS MATERIALIZED (SELECT business_now() AS now)
     SELECT d.id, coalesce(d.envelope_id, d.id) AS root, d.version, d.state, d.bidder_id AS bidder, l.id AS lot, l.no,
       l.state AS lot_state, l.ceiling::text, l.pricing, t.id AS tender, l.consultation AS round, coalesce(t.revision, 1) AS revision,
       ${instant('l.final_deadline_at')} AS deadline, ${instant('n.now')} AS now,
       coalesce(n.now <= l.final_deadline_at, false) AS in_time, ${RESTORABLE} AS restorable,
       (SELECT jsonb_build_object('id', c.id, 'no', c.no, 'in_time', n.now <= c.respond_by, 'answered',
          EXISTS (SELECT FROM consultation_response a WHERE a.change_id = c.id AND a.bid_id = d.id))
        FROM requirement_change c WHERE c.lot_id = l.id AND c.round = l.consultation AND c.state = 'confirmed' ORDER BY c.no DESC LIMIT 1) AS asked
     FROM bid d JOIN lot l ON l.id = d.lot_id JOIN tender t ON t.id = d.tender_id CROSS JOIN n
     WHERE coalesce(d.envelope_id, d.id) = $1 AND d.bidder_id = ANY ($2::uuid[]) AND d.state IS NOT NULL
       AND t.conducted = 'here'`, [id, bodies]);
    if (!row)
        throw new Problem('not_found');
    return row;
}
/** The name under which the final offers of a lot lie: what is sealed for one opens neither as a bid nor in other talks. */
export const finalOf = ({ lot, round }) => `${lot}|final|${round}`;
//# sourceMappingURL=own-bid.js.map