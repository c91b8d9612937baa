-- The price of a bid as far as it may be told. Of a consultation conducted here it is that of the final offer, and is told with the
-- result alone: opened in public is only an open tender.
CREATE FUNCTION told_price(price bigint, bid_state text, method text, lot_state text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN bid_state IS NULL OR method = 'OPEN_TENDER' OR lot_state IN ('result_published', 'contracted') THEN price END
$$;

-- A row is a bid that was published, in the order of `seq`; one that is sealed has none. Price and items, in yuan, stand where they
-- may be told.
CREATE VIEW published_bids AS
SELECT b.id, f.seq, b.lot_id, b.bidder_id, coalesce(o.credit_code, o.name) AS bidder_key, o.name AS bidder_name, b.status,
  told_price(b.price, b.state, t.method, l.state) AS price,
  CASE WHEN told_price(b.price, b.state, t.method, l.state) IS NOT NULL THEN b.content -> 'items' END AS items
FROM bid b JOIN fact f ON f.id = b.id LEFT JOIN lot l ON l.id = b.lot_id LEFT JOIN tender t ON t.id = b.tender_id
LEFT JOIN organisation o ON o.id = b.bidder_id;
