-- Records of service of contracts that ended long ago. Who reads service_record reads them too, unless it says ONLY.
CREATE TABLE service_record_moved (
  PRIMARY KEY (id),
  UNIQUE (corrects),
  FOREIGN KEY (contract_id) REFERENCES service_moved,
  FOREIGN KEY (corrects) REFERENCES service_record_moved
) INHERITS (service_record);
CREATE UNIQUE INDEX service_record_moved_token ON service_record_moved (contract_id, client_token) WHERE client_token IS NOT NULL;
CREATE INDEX service_record_moved_days ON service_record_moved (contract_id, served_on, id);

CREATE TABLE service_record_recipient_moved (
  PRIMARY KEY (record_id, recipient_id),
  FOREIGN KEY (record_id) REFERENCES service_record_moved,
  FOREIGN KEY (recipient_id) REFERENCES recipient
) INHERITS (service_record_recipient);
CREATE INDEX service_record_recipient_moved_days ON service_record_recipient_moved (recipient_id, served_on);

CREATE TABLE service_record_worker_moved (
  PRIMARY KEY (record_id, worker_id),
  FOREIGN KEY (record_id) REFERENCES service_record_moved,
  FOREIGN KEY (worker_id) REFERENCES worker
) INHERITS (service_record_worker);
CREATE INDEX service_record_worker_moved_days ON service_record_worker_moved (worker_id, served_on);

CREATE TABLE service_record_line_moved (
  PRIMARY KEY (record_id, service_line_id),
  FOREIGN KEY (record_id) REFERENCES service_record_moved,
  FOREIGN KEY (service_line_id) REFERENCES service_line
) INHERITS (service_record_line);

-- Whoever records waits, by the key of the contract, for whoever moves what it has; then this sees it.
CREATE FUNCTION service_record_is_not_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM new_records n JOIN service_moved m ON m.contract_id = n.contract_id) THEN
    RAISE EXCEPTION 'the records of service of this contract were moved' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER service_record_is_not_late AFTER INSERT ON service_record
REFERENCING NEW TABLE AS new_records FOR EACH STATEMENT EXECUTE FUNCTION service_record_is_not_late();

DROP TRIGGER service_record_is_kept ON service_record;
CREATE TRIGGER service_record_is_kept BEFORE UPDATE ON service_record
FOR EACH ROW EXECUTE FUNCTION service_record_is_kept();
CREATE TRIGGER service_record_stays AFTER DELETE ON service_record
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss('id');
CREATE TRIGGER service_record_moved_is_kept BEFORE UPDATE OR DELETE ON service_record_moved
FOR EACH ROW EXECUTE FUNCTION service_record_is_kept();

DROP TRIGGER service_record_recipient_is_kept ON service_record_recipient;
CREATE TRIGGER service_record_recipient_is_kept BEFORE UPDATE ON service_record_recipient
FOR EACH ROW EXECUTE FUNCTION service_record_is_kept();
CREATE TRIGGER service_record_recipient_stays AFTER DELETE ON service_record_recipient
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss('record_id, recipient_id');
CREATE TRIGGER service_record_recipient_moved_is_kept BEFORE UPDATE OR DELETE ON service_record_recipient_moved
FOR EACH ROW EXECUTE FUNCTION service_record_is_kept();

DROP TRIGGER service_record_worker_is_kept ON service_record_worker;
CREATE TRIGGER service_record_worker_is_kept BEFORE UPDATE ON service_record_worker
FOR EACH ROW EXECUTE FUNCTION service_record_is_kept();
CREATE TRIGGER service_record_worker_stays AFTER DELETE ON service_record_worker
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss('record_id, worker_id');
CREATE TRIGGER service_record_worker_moved_is_kept BEFORE UPDATE OR DELETE ON service_record_worker_moved
FOR EACH ROW EXECUTE FUNCTION service_record_is_kept();

DROP TRIGGER service_record_line_is_kept ON service_record_line;
CREATE TRIGGER service_record_line_is_kept BEFORE UPDATE ON service_record_line
FOR EACH ROW EXECUTE FUNCTION service_record_is_kept();
CREATE TRIGGER service_record_line_stays AFTER DELETE ON service_record_line
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss('record_id, service_line_id');
CREATE TRIGGER service_record_line_moved_is_kept BEFORE UPDATE OR DELETE ON service_record_line_moved
FOR EACH ROW EXECUTE FUNCTION service_record_is_kept();
