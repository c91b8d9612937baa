-- A row is a lot whose report the buyer has, and whose first rank several offers share that no rule and no draw has put in order; whose
-- award a decision ended without putting its bidder out is among them.
CREATE OR REPLACE VIEW declared_ties AS
SELECT l.id AS lot_id, l.tender_id, d.delivered_at
FROM lot_result d JOIN lot l ON l.id = d.lot_id JOIN review v ON v.lot_id = l.id AND v.state = 'reported'
WHERE l.state IN ('reviewed', 'result_published') AND v.report IS NOT NULL
  AND NOT EXISTS (SELECT FROM award a WHERE a.lot_id = l.id AND a.state IN ('pending', 'active', 'contracted'))
  AND (SELECT count(*) FILTER (WHERE s.settled IS NULL) FROM (
    SELECT (SELECT true FROM jsonb_array_elements(d.ties) x WHERE x -> 'order' ? (o ->> 'bid') LIMIT 1) AS settled,
      rank() OVER (ORDER BY (o ->> 'rank')::int) AS place
    FROM jsonb_array_elements(v.report -> 'offers') o JOIN bid b ON b.id = (o ->> 'bid')::uuid AND b.state IN ('valid', 'won', 'lost')
    WHERE NOT EXISTS (SELECT FROM award a WHERE a.bid_id = b.id AND (a.state = 'refused' OR a.remedied))
  ) s WHERE s.place = 1) > 1;
