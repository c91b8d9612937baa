-- A row is an endpoint of a program in use, in instants of business time: since when deliveries to it are given up that nobody sent again
-- (what its key may not see is none), and since when its key could be told nothing; not where it stands. `key_works`: whether its key works now.
CREATE OR REPLACE VIEW endpoints_in_use AS
SELECT e.id, e.name, e.organisation_id, k.holder_id,
  t.ended_at + coalesce((SELECT behind FROM business_time), interval '0') AS ended_at,
  (SELECT min(d.finished_at) FROM delivery d WHERE d.target_id = e.id AND d.state = 'dead' AND d.error IS DISTINCT FROM 'not_to_be_seen')
    + coalesce((SELECT behind FROM business_time), interval '0') AS undelivered_since,
  coalesce(k.state = 'active' AND k.expires_at > clock_timestamp(), false) AS key_works
FROM webhook_endpoint e LEFT JOIN api_key k ON k.id = e.api_key_id LEFT JOIN delivery_target t ON t.id = e.id
WHERE e.state = 'active';
