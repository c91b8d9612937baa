-- The first bytes of the SHA-256 of what a row says: 144 bits.
CREATE FUNCTION row_digest(content jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT left(encode(sha256(convert_to(content::text, 'UTF8')), 'base64'), 24)
$$;

-- Tells the product, on the connection that changed it, that a row says something else now. INFO reaches the client whatever
-- its settings, and is gone with it; what the product does with it, see src/kernel/audit/tables.
CREATE FUNCTION tell_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before jsonb;
  after jsonb;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    before := row_content(OLD);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    after := row_content(NEW);
  END IF;
  IF before IS DISTINCT FROM after THEN
    RAISE INFO 'a row changed' USING
      DETAIL = jsonb_build_array(TG_TABLE_NAME, coalesce(after, before) ->> 0, row_digest(before), row_digest(after));
  END IF;
  RETURN NULL;
END $$;

-- The rows that an entry of the audit names; null where its bytes are no JSON.
CREATE FUNCTION told_rows(canonical bytea) RETURNS jsonb LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN convert_from(canonical, 'UTF8')::jsonb -> 'tables';
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END $$;
