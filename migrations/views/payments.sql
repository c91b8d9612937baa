-- A row is an instalment of a contract. `approved_by` are those who approved it since it was last asked for.
CREATE VIEW payments AS
SELECT p.id, p.contract_id, p.no, p.state, p.requested_by, p.requested_at, p.updated_at,
  ARRAY(SELECT x.user_id FROM payment_approval x WHERE x.payment_id = p.id AND x.round = p.round) AS approved_by
FROM payment p;

-- A row is an invoice for a contract; no account.
CREATE VIEW invoices AS
SELECT i.id, i.contract_id, i.number, i.state, i.received_at FROM invoice i;
