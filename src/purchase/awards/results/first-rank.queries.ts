import { barInForceSql } from '../../../people/organisations/bars/bars-in-force.queries.js';
import { outBids } from './open-result.js';

/** SQL: place of the offer `o` within the tie that was settled for it. */
const WITHIN_TIE = `(SELECT x.place - 1 FROM jsonb_array_elements(r.ties) settled
  CROSS JOIN LATERAL jsonb_array_elements_text(settled -> 'order') WITH ORDINALITY x(bid, place) WHERE x.bid = o ->> 'bid' LIMIT 1)`;

/** SQL: the bidder of the first rank of the lot that still stands: whom `listFirstCandidates` names first. */
export const firstBidderSql = (
  lot: string,
): string => `(SELECT b.bidder_id FROM review v LEFT JOIN lot_result r ON r.lot_id = v.lot_id
  CROSS JOIN LATERAL jsonb_array_elements(v.report -> 'offers') o JOIN bid b ON b.id = (o ->> 'bid')::uuid
  WHERE v.lot_id = ${lot} AND v.state = 'reported' AND b.id NOT IN (${outBids(lot)})
  ORDER BY (o ->> 'rank')::int + coalesce(${WITHIN_TIE}, 0), b.id LIMIT 1)`;

/** SQL: a decision bars the first rank of the lot today: neither it nor the next one is awarded anything (`bidder_barred`, `rank_order`). */
export const isFirstBarredSql = (lot: string): string =>
  `${barInForceSql(firstBidderSql(lot), 'business_today()')} IS NOT NULL`;

/** SQL: a winner of the lot refused its award, which proves a ground on which the lot may end where no award stands. */
export const wasRefusedSql = (lot: string): string =>
  `EXISTS (SELECT FROM award a WHERE a.lot_id = ${lot} AND a.state = 'refused')`;

/** SQL: why the buyer does not decide on the report of the lot is on record. */
export const isObjectedSql = (lot: string): string =>
  `EXISTS (SELECT FROM lot_result r WHERE r.lot_id = ${lot} AND r.objection IS NOT NULL)`;

/** SQL: the tenders with a reviewed lot in which the body bids that the bar `bar` is about. */
export const tendersOfBarSql = (bar: string): string => `
  SELECT l.tender_id FROM organisation_bar x JOIN bid d ON d.bidder_id = x.organisation_id
    JOIN lot l ON l.id = d.lot_id AND l.state = 'reviewed' WHERE x.id = ${bar}`;
