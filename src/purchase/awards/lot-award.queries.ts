import { lotAwardSql } from '../tenders/reads/tender-parts.queries.js';

lotAwardSql.contribute(
  (isShown) =>
    `SELECT jsonb_build_object('id', a.id, 'supplier', a.supplier_id, 'name', o.name, 'amount', a.amount::text,
       'decided_on', a.decided_on, 'published_on', a.published_on, 'state', a.state) AS award
     FROM award a LEFT JOIN organisation o ON o.id = a.supplier_id
     WHERE a.lot_id = l.id AND a.state IN ('active', 'contracted') AND ${isShown('a.fact_id')}`,
);
