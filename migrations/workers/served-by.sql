-- Refuses every change of who served.
CREATE TRIGGER service_record_worker_is_kept BEFORE UPDATE OR DELETE ON service_record_worker
FOR EACH ROW EXECUTE FUNCTION service_record_is_kept();

-- A worker serves on the day of the record, and works for the body that carries out its contract.
CREATE FUNCTION service_record_worker_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM new_serving x JOIN service_record s ON s.id = x.record_id JOIN worker w ON w.id = x.worker_id
    JOIN contract c ON c.id = s.contract_id
    WHERE s.served_on <> x.served_on OR w.organisation_id IS DISTINCT FROM c.supplier_id
  ) THEN
    RAISE EXCEPTION 'a worker of the agency serves on the day of the record' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER service_record_worker_fits AFTER INSERT ON service_record_worker
REFERENCING NEW TABLE AS new_serving FOR EACH STATEMENT EXECUTE FUNCTION service_record_worker_fits();
