-- What a statement did to rows that are compared with the audit, told once for all of them: a message for each row is sent to the
-- client at once, and takes several times as long as the row. `before` and `after` are contents (`row_content`) in any order; null: no row.
CREATE FUNCTION tell_changes(table_name text, before jsonb[], after jsonb[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  told jsonb := (
    SELECT jsonb_agg(jsonb_build_array(table_name, r.id, r.before, r.after))
    FROM (
      SELECT c.content ->> 0 AS id, min(d.digest) FILTER (WHERE NOT c.later) AS before, min(d.digest) FILTER (WHERE c.later) AS after
      FROM (
        SELECT content, false AS later FROM unnest(before) AS content
        UNION ALL
        SELECT content, true FROM unnest(after) AS content
      ) c
      CROSS JOIN LATERAL (SELECT left(encode(sha256(convert_to(c.content::text, 'UTF8')), 'base64'), 24) AS digest) d
      GROUP BY c.content ->> 0
    ) r
    WHERE r.before IS DISTINCT FROM r.after
  );
BEGIN
  IF told IS NOT NULL THEN
    RAISE INFO 'rows changed' USING DETAIL = told;
  END IF;
END $$;

-- For each table one of its new rows and one of its changed rows; rows that are deleted are few, and told one by one (`tell_row`).

CREATE FUNCTION tell_new_tender_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_changes('tender', NULL, ARRAY(SELECT row_content(r::tender) FROM new_rows r));
  RETURN NULL;
END $$;
CREATE FUNCTION tell_changed_tender_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_changes(
    'tender', ARRAY(SELECT row_content(r::tender) FROM old_rows r), ARRAY(SELECT row_content(r::tender) FROM new_rows r)
  );
  RETURN NULL;
END $$;
DROP TRIGGER tell_row ON tender;
CREATE TRIGGER tell_row AFTER DELETE ON tender FOR EACH ROW EXECUTE FUNCTION tell_row();
CREATE TRIGGER tell_new_rows AFTER INSERT ON tender REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION tell_new_tender_rows();
CREATE TRIGGER tell_changed_rows AFTER UPDATE ON tender REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_tender_rows();

CREATE FUNCTION tell_new_lot_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_changes('lot', NULL, ARRAY(SELECT row_content(r::lot) FROM new_rows r));
  RETURN NULL;
END $$;
CREATE FUNCTION tell_changed_lot_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_changes(
    'lot', ARRAY(SELECT row_content(r::lot) FROM old_rows r), ARRAY(SELECT row_content(r::lot) FROM new_rows r)
  );
  RETURN NULL;
END $$;
DROP TRIGGER tell_row ON lot;
CREATE TRIGGER tell_row AFTER DELETE ON lot FOR EACH ROW EXECUTE FUNCTION tell_row();
CREATE TRIGGER tell_new_rows AFTER INSERT ON lot REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION tell_new_lot_rows();
CREATE TRIGGER tell_changed_rows AFTER UPDATE ON lot REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_lot_rows();

CREATE FUNCTION tell_new_bid_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_changes('bid', NULL, ARRAY(SELECT row_content(r::bid) FROM new_rows r));
  RETURN NULL;
END $$;
CREATE FUNCTION tell_changed_bid_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_changes(
    'bid', ARRAY(SELECT row_content(r::bid) FROM old_rows r), ARRAY(SELECT row_content(r::bid) FROM new_rows r)
  );
  RETURN NULL;
END $$;
DROP TRIGGER tell_row ON bid;
CREATE TRIGGER tell_row AFTER DELETE ON bid FOR EACH ROW EXECUTE FUNCTION tell_row();
CREATE TRIGGER tell_new_rows AFTER INSERT ON bid REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION tell_new_bid_rows();
CREATE TRIGGER tell_changed_rows AFTER UPDATE ON bid REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_bid_rows();

CREATE FUNCTION tell_new_award_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_changes('award', NULL, ARRAY(SELECT row_content(r::award) FROM new_rows r));
  RETURN NULL;
END $$;
CREATE FUNCTION tell_changed_award_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_changes(
    'award', ARRAY(SELECT row_content(r::award) FROM old_rows r), ARRAY(SELECT row_content(r::award) FROM new_rows r)
  );
  RETURN NULL;
END $$;
DROP TRIGGER tell_row ON award;
CREATE TRIGGER tell_row AFTER DELETE ON award FOR EACH ROW EXECUTE FUNCTION tell_row();
CREATE TRIGGER tell_new_rows AFTER INSERT ON award REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION tell_new_award_rows();
CREATE TRIGGER tell_changed_rows AFTER UPDATE ON award REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_award_rows();

CREATE FUNCTION tell_new_contract_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_changes('contract', NULL, ARRAY(SELECT row_content(r::contract) FROM new_rows r));
  RETURN NULL;
END $$;
CREATE FUNCTION tell_changed_contract_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_changes(
    'contract', ARRAY(SELECT row_content(r::contract) FROM old_rows r), ARRAY(SELECT row_content(r::contract) FROM new_rows r)
  );
  RETURN NULL;
END $$;
DROP TRIGGER tell_row ON contract;
CREATE TRIGGER tell_row AFTER DELETE ON contract FOR EACH ROW EXECUTE FUNCTION tell_row();
CREATE TRIGGER tell_new_rows AFTER INSERT ON contract REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION tell_new_contract_rows();
CREATE TRIGGER tell_changed_rows AFTER UPDATE ON contract REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_contract_rows();

CREATE FUNCTION tell_new_payment_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_changes('payment', NULL, ARRAY(SELECT row_content(r::payment) FROM new_rows r));
  RETURN NULL;
END $$;
CREATE FUNCTION tell_changed_payment_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_changes(
    'payment', ARRAY(SELECT row_content(r::payment) FROM old_rows r), ARRAY(SELECT row_content(r::payment) FROM new_rows r)
  );
  RETURN NULL;
END $$;
DROP TRIGGER tell_row ON payment;
CREATE TRIGGER tell_row AFTER DELETE ON payment FOR EACH ROW EXECUTE FUNCTION tell_row();
CREATE TRIGGER tell_new_rows AFTER INSERT ON payment REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION tell_new_payment_rows();
CREATE TRIGGER tell_changed_rows AFTER UPDATE ON payment REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_payment_rows();
