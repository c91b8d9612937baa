-- A row counts the records of one day of a contract that speak for a line, of what the contract asks for.
CREATE VIEW service_line_days AS
SELECT d.contract_id, d.service_line_id, d.served_on, d.records FROM service_line_day d;
