-- Rows from before did not keep which of their facts were published. What no published fact in force says as the row does is shown to
-- nobody but those concerned, until the facts of its purchase are put together again.
CREATE TEMP TABLE said AS
SELECT f.id, f.subject_type, f.subject_id, f.kind, f.lot, f.data, f.source, f.source ->> 'kind' IN ('notice', 'reconstruction') AS public
FROM fact f WHERE NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id)
  AND (f.subject_type = 'tender' AND EXISTS (SELECT FROM tender t WHERE t.id = f.subject_id AND t.conducted = 'elsewhere' AND t.published)
    OR f.subject_type = 'contract' AND EXISTS (SELECT FROM contract c WHERE c.id = f.subject_id AND c.conducted = 'elsewhere' AND c.published));
CREATE INDEX said_subject ON said (subject_id, kind);
ANALYZE said;

UPDATE lot l SET published_bid_count = l.bid_count
WHERE l.bid_count IS NOT NULL AND EXISTS (SELECT FROM said f WHERE f.subject_id = l.tender_id AND f.kind IN ('award', 'opening', 'failure') AND f.public
  AND coalesce(f.lot, l.no) = l.no AND f.data ->> 'bidCount' = l.bid_count::text);

UPDATE bid b SET published_as = w.words FROM (
  SELECT b.id, jsonb_object_agg(c.name, NULL::text) AS words
  FROM bid b JOIN lot l ON l.id = b.lot_id JOIN said own ON own.id = b.id AND own.public
  CROSS JOIN LATERAL (VALUES ('price', b.price::text), ('rank', b.rank::text), ('score', b.score::text), ('status', b.status),
    ('rejected_for', b.rejected_for)) AS c(name, value)
  WHERE c.value IS NOT NULL AND EXISTS (SELECT FROM said f WHERE f.subject_id = b.tender_id AND f.kind = 'bid' AND NOT f.public)
    AND NOT EXISTS (SELECT FROM said f WHERE f.subject_id = b.tender_id AND f.kind = 'bid' AND f.public AND coalesce(f.lot, l.no) = l.no
      AND (f.id = b.id OR f.data -> 'bidder' ->> 'organisation' = b.bidder_id::text)
      AND c.value = CASE c.name WHEN 'price' THEN (coalesce(f.data ->> 'finalPrice', f.data ->> 'price')::numeric * 100)::bigint::text
        WHEN 'score' THEN (f.data ->> 'score')::numeric::text WHEN 'rejected_for' THEN f.data ->> 'rejectedFor' ELSE f.data ->> c.name END)
  GROUP BY b.id) w
WHERE w.id = b.id;

UPDATE award a SET published_as = w.words FROM (
  SELECT a.id, jsonb_object_agg(c.name, NULL::text) AS words
  FROM award a JOIN lot l ON l.id = a.lot_id JOIN said own ON own.id = a.fact_id AND own.public
  CROSS JOIN LATERAL (VALUES ('supplier_id', a.supplier_id::text), ('amount', a.amount::text), ('decided_on', a.decided_on),
    ('published_on', a.published_on), ('rank', a.rank::text), ('share', a.share::text), ('unit_price', a.unit_price::text), ('unit', a.unit)) AS c(name, value)
  WHERE c.value IS NOT NULL AND EXISTS (SELECT FROM said f WHERE f.subject_id = a.tender_id AND f.kind = 'award' AND NOT f.public)
    AND NOT EXISTS (SELECT FROM said f WHERE f.subject_id = a.tender_id AND f.kind = 'award' AND f.public AND coalesce(f.lot, l.no) = l.no
      AND (NOT a.several OR f.id = a.fact_id OR coalesce(f.data -> 'supplier' ->> 'organisation', a.supplier_id::text) = a.supplier_id::text)
      AND (c.value = CASE c.name WHEN 'supplier_id' THEN f.data -> 'supplier' ->> 'organisation'
          WHEN 'amount' THEN ((f.data ->> 'amount')::numeric * 100)::bigint::text WHEN 'unit_price' THEN ((f.data ->> 'unitPrice')::numeric * 100)::bigint::text
          WHEN 'decided_on' THEN f.data ->> 'decidedOn' WHEN 'published_on' THEN f.data ->> 'publishedOn' ELSE f.data ->> c.name END
        OR c.name = 'published_on' AND f.source ->> 'kind' = 'notice' AND f.source ->> 'publishedOn' = c.value))
  GROUP BY a.id) w
WHERE w.id = a.id;

UPDATE contract c SET published_as = w.words FROM (
  SELECT c.id, jsonb_object_agg(m.name, CASE WHEN m.name = 'state' THEN 'signed' END) AS words
  FROM contract c LEFT JOIN lot l ON l.id = c.lot_id
  CROSS JOIN LATERAL (VALUES ('number', c.number), ('amount', c.amount::text), ('signed_on', c.signed_on), ('window_start', c.window_start),
    ('window_end', c.window_end), ('terminated_on', c.terminated_on), ('supplier_id', c.supplier_id::text), ('term_text', c.term_text),
    ('state', nullif(c.state, 'signed'))) AS m(name, value)
  WHERE c.conducted = 'elsewhere' AND c.published AND c.state <> 'void' AND m.value IS NOT NULL
    AND EXISTS (SELECT FROM said f WHERE NOT f.public AND (f.subject_id = c.id OR f.subject_id = c.tender_id AND f.kind IN ('contract', 'award')))
    AND NOT EXISTS (SELECT FROM said f WHERE f.public AND m.name <> 'state'
      AND (f.subject_id = c.id OR f.subject_id = c.tender_id AND f.kind = 'contract' AND (l.no IS NULL OR coalesce(f.lot, l.no) = l.no)
        AND coalesce(f.data ->> 'number', c.number, '') = coalesce(c.number, '')
        OR f.subject_id = c.tender_id AND f.kind = 'award' AND m.name = 'supplier_id' AND coalesce(f.lot, l.no) = l.no)
      AND m.value = CASE m.name WHEN 'amount' THEN CASE WHEN f.kind IN ('contract', 'signed') THEN ((f.data ->> 'amount')::numeric * 100)::bigint::text END
        WHEN 'signed_on' THEN f.data ->> 'signedOn' WHEN 'window_start' THEN f.data -> 'window' ->> 'start' WHEN 'window_end' THEN f.data -> 'window' ->> 'end'
        WHEN 'terminated_on' THEN CASE WHEN f.kind = 'termination' THEN f.data ->> 'on' END
        WHEN 'supplier_id' THEN f.data -> 'supplier' ->> 'organisation' WHEN 'term_text' THEN f.data ->> 'termText' ELSE f.data ->> m.name END)
    AND NOT (m.name = 'state' AND EXISTS (SELECT FROM said f WHERE f.public AND f.subject_id = c.id AND f.kind = CASE c.state WHEN 'active' THEN 'started'
      WHEN 'delivered' THEN 'delivered' WHEN 'terminated' THEN 'termination' ELSE 'acceptance' END))
  GROUP BY c.id) w
WHERE w.id = c.id;

-- Of a contract that goes on here, the days and supplements of amendments that were not published.
UPDATE contract c SET published_as = w.words FROM (
  SELECT c.id, jsonb_object_agg(m.name, m.value) AS words
  FROM contract c CROSS JOIN LATERAL (
    SELECT p.name, coalesce(
        (SELECT d ->> 'new' FROM contract_amendment a CROSS JOIN jsonb_array_elements(a.difference) d
         WHERE a.contract_id = c.id AND a.state = 'in_force' AND a.published_on IS NOT NULL AND d ->> 'pointer' = p.pointer ORDER BY a.in_force_on DESC, a.no DESC LIMIT 1),
        (SELECT d ->> 'old' FROM contract_amendment a CROSS JOIN jsonb_array_elements(a.difference) d
         WHERE a.contract_id = c.id AND a.state = 'in_force' AND d ->> 'pointer' = p.pointer ORDER BY a.in_force_on, a.no LIMIT 1), p.value) AS value, p.value AS known
    FROM (VALUES ('window_start', '/window/start', c.window_start), ('window_end', '/window/end', c.window_end)) AS p(name, pointer, value)
    UNION ALL
    SELECT 'supplements', (SELECT coalesce(sum(a.supplement), 0)::text FROM contract_amendment a
      WHERE a.contract_id = c.id AND a.state = 'in_force' AND a.published_on IS NOT NULL), c.supplements::text) m
  WHERE c.conducted = 'here' AND c.published AND m.value IS DISTINCT FROM m.known
    AND EXISTS (SELECT FROM contract_amendment a WHERE a.contract_id = c.id AND a.state = 'in_force' AND a.published_on IS NULL)
  GROUP BY c.id) w
WHERE w.id = c.id;
DROP TABLE said;
