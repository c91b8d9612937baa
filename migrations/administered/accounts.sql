DROP VIEW IF EXISTS keys_in_use;

-- A row is an API key that works, and when it ends, as an instant of business time; not what it may do.
CREATE VIEW keys_in_use AS
SELECT k.id, k.name, k.organisation_id, k.holder_id,
  k.expires_at + coalesce((SELECT behind FROM business_time), interval '0') AS ends_at
FROM api_key k WHERE k.state = 'active' AND k.expires_at > clock_timestamp();
