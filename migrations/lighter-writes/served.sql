-- A row is a recipient whom a record of service that counts names, with the service line that the recipient is served on. The day is that
-- of the record, as it stands beside the recipient: one who is served on it is found by an index.
CREATE OR REPLACE VIEW served_recipients AS
SELECT p.record_id, p.recipient_id, s.contract_id, p.served_on, r.service_line_id
FROM standing_records s JOIN service_record_recipient p ON p.record_id = s.id LEFT JOIN recipient r ON r.id = p.recipient_id;
