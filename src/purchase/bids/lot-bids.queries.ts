import { suppliersLeftSql } from '../tenders/oversight/ways/failed-lots.queries.js';
import { shownColumnSql } from '../tenders/reads/published-words.queries.js';
import { lotBidsSql } from '../tenders/reads/tender-parts.queries.js';

lotBidsSql.contribute(({ isShown, isWhole }) => {
  const show = (column: string, type: string): string => shownColumnSql('d', column, type, isWhole('d.bidder_id'));
  return `SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'bidder', d.bidder_id, 'name', o.name, 'price', d.price::text,
       'rank', d.rank, 'score', d.score::text, 'status', d.status, 'rejected_for', d.rejected_for) ORDER BY d.rank NULLS LAST, d.price NULLS LAST, d.id), '[]')
       AS bids
     FROM (SELECT d.id, d.bidder_id, told_price(${show('price', 'bigint')}, d.state, r.method, l.state) AS price, ${show('rank', 'integer')} AS rank,
         ${show('score', 'numeric')} AS score, ${show('status', 'text')} AS status, ${show('rejected_for', 'text')} AS rejected_for
       FROM bid d WHERE d.lot_id = l.id AND ${isShown('d.id')}) d LEFT JOIN organisation o ON o.id = d.bidder_id`;
});

suppliersLeftSql.contribute(
  (lot) =>
    `(SELECT count(DISTINCT d.bidder_id) FILTER (WHERE d.state NOT IN ('rejected', 'unreadable', 'withdrawn_in_consultation'))
      FROM bid d WHERE d.lot_id = ${lot} HAVING count(*) > 0)`,
);
