-- A row is an award of a lot; `several` where others of the lot may stand beside it. `stands` where nothing ended it; `awarded_on` is the day of the decision, else of the notice;
-- `source` and `source_published_on` are those of the fact `fact_id` that says so. What begins with `public_` is what published facts say of the same.
CREATE OR REPLACE VIEW awards AS
SELECT a.id, a.tender_id, a.lot_id, a.supplier_id, a.amount, a.several, a.state IN ('active', 'contracted') AS stands,
  coalesce(a.decided_on, a.published_on) AS awarded_on, a.published_on, a.fact_id, f.seq, f.source ->> 'kind' AS source, f.source ->> 'publishedOn' AS source_published_on,
  CASE WHEN a.published_as ? 'supplier_id' THEN (a.published_as ->> 'supplier_id')::uuid ELSE a.supplier_id END AS public_supplier_id,
  CASE WHEN a.published_as ? 'amount' THEN (a.published_as ->> 'amount')::bigint ELSE a.amount END AS public_amount,
  CASE WHEN a.published_as ? 'state' THEN a.published_as ->> 'state' ELSE a.state END IN ('active', 'contracted') AS public_stands,
  coalesce(CASE WHEN a.published_as ? 'decided_on' THEN a.published_as ->> 'decided_on' ELSE a.decided_on END,
    CASE WHEN a.published_as ? 'published_on' THEN a.published_as ->> 'published_on' ELSE a.published_on END) AS public_awarded_on
FROM award a LEFT JOIN fact f ON f.id = a.fact_id;
