-- Refuses every change of the lines for which a record speaks.
CREATE TRIGGER service_record_line_is_kept BEFORE UPDATE OR DELETE ON service_record_line
FOR EACH ROW EXECUTE FUNCTION service_record_is_kept();

-- Adds records that name a line.
CREATE FUNCTION service_line_day_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO service_line_day AS d
  SELECT s.contract_id, x.service_line_id, s.served_on, count(*)
  FROM new_lines x JOIN service_record s ON s.id = x.record_id WHERE s.within_contract AND NOT s.withdrawn
  GROUP BY 1, 2, 3
  ON CONFLICT (contract_id, service_line_id, served_on) DO UPDATE SET records = d.records + excluded.records;
  RETURN NULL;
END
$$;

CREATE TRIGGER service_line_day_grows AFTER INSERT ON service_record_line
REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION service_line_day_grows();

-- Adds records that name recipients, to the lines on which these are served.
CREATE FUNCTION service_line_day_is_served() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO service_line_day AS d
  SELECT s.contract_id, r.service_line_id, s.served_on, count(DISTINCT s.id)
  FROM new_served x JOIN service_record s ON s.id = x.record_id JOIN recipient r ON r.id = x.recipient_id
  WHERE s.within_contract AND NOT s.withdrawn
  GROUP BY 1, 2, 3
  ON CONFLICT (contract_id, service_line_id, served_on) DO UPDATE SET records = d.records + excluded.records;
  RETURN NULL;
END
$$;

CREATE TRIGGER service_line_day_is_served AFTER INSERT ON service_record_recipient
REFERENCING NEW TABLE AS new_served FOR EACH STATEMENT EXECUTE FUNCTION service_line_day_is_served();

-- Takes away the records that were corrected.
CREATE FUNCTION service_line_day_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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

CREATE TRIGGER service_line_day_shrinks AFTER INSERT ON service_record
REFERENCING NEW TABLE AS new_records FOR EACH STATEMENT EXECUTE FUNCTION service_line_day_shrinks();
