import { fixedPartSql } from './results/awarded-price.queries.js';
import { lotAwardsSql } from '../tenders/reads/tender-parts.queries.js';

lotAwardsSql.contribute(
  (isShown) =>
    `SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'supplier', a.supplier_id, 'name', o.name, 'amount', a.amount::text,
       'share', a.share, 'rank', a.rank, 'unit_price', a.unit_price::text, 'unit', a.unit, 'fixed_part', ${fixedPartSql('a', 'l')},
       'decided_on', a.decided_on, 'published_on', a.published_on, 'state', a.state) ORDER BY a.rank NULLS LAST, f.seq), '[]') AS awards
     FROM award a LEFT JOIN organisation o ON o.id = a.supplier_id LEFT JOIN fact f ON f.id = a.fact_id
     WHERE a.lot_id = l.id AND a.state IN ('active', 'contracted') AND ${isShown('a.fact_id')}`,
);
