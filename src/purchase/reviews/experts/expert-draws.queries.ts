import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { listJurisdictions } from '../../../law/rules/rule-book.js';
import { listBuyers } from '../../tenders/conducted/terms/joint-buyers.js';
import type { OpenReview } from '../open-review.js';
import type { Candidate, Interested } from './expert-draw.rules.js';
import type { PlaceState } from './expert-place.lifecycle.js';

/** SQL, JSON: what is asked for against the lot `l`: when the last one came that was answered, whether it is `disputed`. */
export const lotDisputesSql = declareContribution<() => string>('disputes about a lot');

/** SQL, JSON: the lot `l` as `deriveOpening` asks for it. What a lot's end was told by is a fact of its tender. */
export const lotEndSql = (): string => `jsonb_build_object('state', lot_state_at(l.state, l.id, business_now()),
   'toldOn', (SELECT max(coalesce(f.data ->> 'publishedOn', f.data ->> 'on')) FROM fact f WHERE f.subject_type = 'tender'
     AND f.subject_id = l.tender_id AND f.kind IN ('failure', 'cancellation') AND (f.lot IS NULL OR f.lot = l.no)))
   || ${lotDisputesSql()}`;

/** A place of a draw. */
export interface Place {
  place: number;
  state: PlaceState;
}

/** Of a body of the whole country. */
const NATION = '000000';

/** The experts of the pools of the region, or of the whole country, that know a field, in the order of their ids, with the ties that any pool has of them. */
export function loadCandidates(tx: Tx, { tender, lot }: OpenReview, field: string): Promise<Candidate[]> {
  return tx.query<Candidate>(
    `SELECT e.user_id AS user,
       coalesce(array_agg(DISTINCT b.body) FILTER (WHERE b.body IS NOT NULL), '{}') AS bodies,
       EXISTS (SELECT FROM panel_bar x WHERE x.lot_id = $2 AND x.user_id = e.user_id) AS "isBarred",
       EXISTS (SELECT FROM expert_place p JOIN expert_draw d ON d.id = p.draw_id
         WHERE d.lot_id = $2 AND p.user_id = e.user_id AND p.state <> 'waiting') AS "wasDrawn"
     FROM expert e JOIN organisation o ON o.id = e.organisation_id JOIN app_user u ON u.id = e.user_id
     LEFT JOIN LATERAL (SELECT s.organisation_id AS body FROM seat s WHERE s.user_id = e.user_id
       UNION ALL SELECT unnest(x.ties) FROM expert x WHERE x.user_id = e.user_id AND x.dataset = e.dataset) b ON true
     WHERE e.active AND u.state = 'active' AND e.dataset = $1 AND $3 = ANY (e.fields) AND o.region = ANY ($4::text[])
       AND EXISTS (SELECT FROM seat s WHERE s.user_id = e.user_id AND s.role = 'panel_member')
     GROUP BY e.user_id ORDER BY e.user_id`,
    [tender.dataset, lot.id, field, tender.region === null ? [] : [...listJurisdictions(tender.region), NATION]],
  );
}

/** Before the opening nobody is to learn who has bid. */
export const listInterests = ({ tender, lot, bids }: OpenReview): Interested => ({
  buyers: listBuyers(tender),
  agent: tender.agent_id,
  bidders: ['open', 'closed'].includes(lot.state) ? [] : bids.map(({ bidder_id }) => bidder_id),
});

export const loadPlaces = (tx: Tx, draw: string): Promise<Place[]> =>
  tx.query<Place>(`SELECT place, state FROM expert_place WHERE draw_id = $1 ORDER BY place`, [draw]);

/** Whether a person has accepted a place for the lot: drawn for it, or picked with consent. */
export async function holdsPlace(tx: Tx, lot: string, user: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM expert_place p JOIN expert_draw d ON d.id = p.draw_id
     WHERE d.lot_id = $1 AND p.user_id = $2 AND p.state = 'accepted'`,
    [lot, user],
  );
  return rows.length > 0;
}
