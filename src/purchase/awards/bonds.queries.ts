import { lotTermsSql } from '../tenders/conducted/terms/lot-terms.queries.js';
import { losersBondsSql } from '../tenders/reads/tender-parts.queries.js';

/** SQL: whether the documents ask a bond of every bid for the lot `l` of the tender `t`. */
const bondRequirementSql = (t: string, l: string): string =>
  `${t}.conducted = 'here' AND coalesce((${lotTermsSql(t, l)} ->> 'bidBond')::numeric, 0) > 0`;

/**
 * SQL: whether the bid `b` was opened, so that it is known whose it is, with a bond: not one that was rejected because its
 * bond was missing.
 */
const bondBidSql = (b: string): string => `${b}.state IN
    ('opened', 'unreadable', 'valid', 'rejected', 'withdrawn_in_consultation', 'won', 'lost')
  AND NOT EXISTS (SELECT FROM bid_check k WHERE k.bid_id = ${b}.id AND NOT k.passed AND k.ground = 'bond_missing')`;

/** SQL: bids of the lot `lot` whose bond is held, or went back. */
export const bondedBids = (lot: string): string => `
  SELECT b.id, b.bidder_id, g.refunded_on, g.reference FROM bid b JOIN tender t ON t.id = b.tender_id
  JOIN lot y ON y.id = b.lot_id LEFT JOIN bond_refund g ON g.bid_id = b.id WHERE b.lot_id = ${lot} AND ${bondRequirementSql('t', 'y')} AND ${bondBidSql('b')}`;

/**
 * SQL: the bonds of those who were not chosen for the lot `lot`, as JSON; null where there are none. Whoever was chosen is no
 * loser while its award stands, and has none to ask back once it refused it.
 */
export const losersBonds = (lot: string): string => `
  (SELECT jsonb_build_object('on', CASE WHEN bool_and(x.refunded_on IS NOT NULL) THEN max(x.refunded_on)::text END)
   FROM (${bondedBids(lot)}) x
   WHERE NOT EXISTS (SELECT FROM award w WHERE w.bid_id = x.id AND w.state IN ('pending', 'active', 'contracted', 'refused'))
   HAVING count(*) > 0)`;

/** SQL: the bond of whoever holds the award `award` of the lot `lot`, likewise. */
export const winnersBond = (award: string, lot: string): string => `
  (SELECT jsonb_build_object('on', x.refunded_on::text)
   FROM (${bondedBids(lot)}) x JOIN award w ON w.bid_id = x.id WHERE w.id = ${award})`;

losersBondsSql.contribute(losersBonds);
