import { suppliersLeftSql } from '../tenders/oversight/ways/failed-lots.queries.js';
import { shownPrice } from '../tenders/reads/shown-price.queries.js';
import { lotBidsSql } from '../tenders/reads/tender-parts.queries.js';

const PRICE = shownPrice('d', 'l', 'r');

lotBidsSql.contribute(
  (isShown) =>
    `SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'bidder', d.bidder_id, 'name', o.name, 'price', ${PRICE}::text,
       'rank', d.rank, 'score', d.score::text, 'status', d.status, 'rejected_for', d.rejected_for) ORDER BY d.rank NULLS LAST, ${PRICE} NULLS LAST, d.id), '[]')
       AS bids
     FROM bid d LEFT JOIN organisation o ON o.id = d.bidder_id
     WHERE d.lot_id = l.id AND ${isShown('d.id')}`,
);

suppliersLeftSql.contribute(
  (lot) =>
    `(SELECT count(DISTINCT d.bidder_id) FILTER (WHERE d.state NOT IN ('rejected', 'unreadable', 'withdrawn_in_consultation'))
      FROM bid d WHERE d.lot_id = ${lot} HAVING count(*) > 0)`,
);
