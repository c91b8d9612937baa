-- What a write fires, as the files before have it. A digest in PL/pgSQL is planned once for a session, in SQL once for each transaction that
-- asks for one.
CREATE OR REPLACE FUNCTION row_digest(content jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN left(encode(sha256(convert_to(content::text, 'UTF8')), 'base64'), 24);
END
$$;

-- Takes away the records that were corrected. Most records correct none.
CREATE OR REPLACE FUNCTION service_reach_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM new_records s WHERE s.corrects IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  UPDATE service_reach r SET records = r.records - c.records
  FROM (
    SELECT o.contract_id, x.recipient_id, o.form, coalesce(o.content_code, '') AS content_code, count(*) AS records
    FROM new_records s JOIN service_record o ON o.id = s.corrects JOIN service_record_recipient x ON x.record_id = o.id
    WHERE o.within_contract AND NOT o.withdrawn GROUP BY 1, 2, 3, 4
  ) c
  WHERE (r.contract_id, r.recipient_id, r.form, r.content_code) = (c.contract_id, c.recipient_id, c.form, c.content_code);
  RETURN NULL;
END
$$;

-- The same of the days of lines.
CREATE OR REPLACE FUNCTION service_line_day_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM new_records s WHERE s.corrects IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  UPDATE service_line_day d SET records = d.records - c.records
  FROM (
    SELECT o.contract_id, l.line, o.served_on, count(*) AS records
    FROM new_records s JOIN service_record o ON o.id = s.corrects
    CROSS JOIN LATERAL (
      SELECT service_line_id AS line FROM service_record_line WHERE record_id = o.id
      UNION SELECT r.service_line_id FROM service_record_recipient x JOIN recipient r ON r.id = x.recipient_id WHERE x.record_id = o.id
    ) l
    WHERE o.within_contract AND NOT o.withdrawn GROUP BY 1, 2, 3
  ) c
  WHERE (d.contract_id, d.service_line_id, d.served_on) = (c.contract_id, c.line, c.served_on);
  RETURN NULL;
END
$$;
