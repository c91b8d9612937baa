-- A row is what a period of a contract comes to that is paid by the unit.
CREATE VIEW settlements AS
SELECT s.id, s.contract_id, s.no, s.state, s.proposed_at, s.confirm_by FROM settlement s;
