-- Refuses every change of a service record.
CREATE FUNCTION service_record_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a service record is corrected by another, never changed' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER service_record_is_kept BEFORE UPDATE OR DELETE ON service_record
FOR EACH ROW EXECUTE FUNCTION service_record_is_kept();

CREATE TRIGGER service_record_recipient_is_kept BEFORE UPDATE OR DELETE ON service_record_recipient
FOR EACH ROW EXECUTE FUNCTION service_record_is_kept();

-- Adds new records to the sums of their day, and takes away those that they correct.
CREATE FUNCTION service_day_keeps_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO service_day AS d
  SELECT contract_id, served_on, form, coalesce(content_code, ''), within_contract, sum(n), sum(n * minutes), sum(n * visits)
  FROM (
    SELECT 1 AS n, s.* FROM new_records s WHERE NOT s.withdrawn
    UNION ALL
    SELECT -1, o.* FROM new_records s JOIN service_record o ON o.id = s.corrects WHERE NOT o.withdrawn
  ) x GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (contract_id, served_on, form, content_code, within_contract) DO UPDATE SET
    records = d.records + excluded.records, minutes = d.minutes + excluded.minutes, visits = d.visits + excluded.visits;
  RETURN NULL;
END
$$;

CREATE TRIGGER service_day_keeps_up AFTER INSERT ON service_record
REFERENCING NEW TABLE AS new_records FOR EACH STATEMENT EXECUTE FUNCTION service_day_keeps_up();

-- Counts new records of each recipient.
CREATE FUNCTION service_reach_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM new_served x JOIN service_record s ON s.id = x.record_id WHERE s.served_on <> x.served_on) THEN
    RAISE EXCEPTION 'a recipient is served on the day of the record' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO service_reach AS r
  SELECT s.contract_id, x.recipient_id, s.form, coalesce(s.content_code, ''), count(*)
  FROM new_served x JOIN service_record s ON s.id = x.record_id WHERE s.within_contract AND NOT s.withdrawn
  GROUP BY 1, 2, 3, 4
  ON CONFLICT (contract_id, recipient_id, form, content_code) DO UPDATE SET records = r.records + excluded.records;
  RETURN NULL;
END
$$;

CREATE TRIGGER service_reach_grows AFTER INSERT ON service_record_recipient
REFERENCING NEW TABLE AS new_served FOR EACH STATEMENT EXECUTE FUNCTION service_reach_grows();

-- Takes away the records that were corrected.
CREATE FUNCTION service_reach_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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

CREATE TRIGGER service_reach_shrinks AFTER INSERT ON service_record
REFERENCING NEW TABLE AS new_records FOR EACH STATEMENT EXECUTE FUNCTION service_reach_shrinks();
