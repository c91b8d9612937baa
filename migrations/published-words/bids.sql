-- A row is a bid that was published, in the order of `seq`; one that is sealed has none. Price and items, in yuan, stand where they
-- may be told. `public_price` and `public_status` are what published facts say of it.
CREATE OR REPLACE VIEW published_bids AS
SELECT b.id, f.seq, b.lot_id, b.bidder_id, coalesce(o.credit_code, o.name) AS bidder_key, o.name AS bidder_name, b.status,
  told_price(b.price, b.state, t.method, l.state) AS price,
  CASE WHEN told_price(b.price, b.state, t.method, l.state) IS NOT NULL THEN b.content -> 'items' END AS items,
  told_price(CASE WHEN b.published_as ? 'price' THEN (b.published_as ->> 'price')::bigint ELSE b.price END, b.state, t.method, l.state) AS public_price,
  CASE WHEN b.published_as ? 'status' THEN b.published_as ->> 'status' ELSE b.status END AS public_status
FROM bid b JOIN fact f ON f.id = b.id LEFT JOIN lot l ON l.id = b.lot_id LEFT JOIN tender t ON t.id = b.tender_id
LEFT JOIN organisation o ON o.id = b.bidder_id;
