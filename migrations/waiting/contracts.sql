DROP VIEW IF EXISTS proposed_amendments, asked_of_contracts;

-- A row is an amendment of a contract that is proposed; `signed` are the sides that have signed it.
CREATE VIEW proposed_amendments AS
SELECT m.id, m.contract_id, m.no, m.proposed_at,
  ARRAY(SELECT g.side FROM contract_signature g WHERE g.amendment_id = m.id AND g.withdrawn_at IS NULL) AS signed
FROM contract_amendment m WHERE m.state = 'proposed';

-- A row is what an agency asks of its buyer under a contract: another team, a subcontract.
CREATE VIEW asked_of_contracts AS
SELECT r.id, r.contract_id, r.kind, r.asked_at FROM contract_request r WHERE r.state = 'asked';
