-- A row is a record of service that counts: it is no withdrawal, and nothing stands in its place. `within_contract`: the contract asks for it.
CREATE OR REPLACE VIEW standing_records AS
SELECT s.id, s.contract_id, s.served_on, s.recorded_at, s.within_contract FROM service_record s
WHERE NOT s.withdrawn AND NOT EXISTS (SELECT FROM service_record n WHERE n.corrects = s.id);
