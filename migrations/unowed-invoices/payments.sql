-- A row is an invoice for a contract; no account. One that is `unowed` is for an instalment that was given up, or is none any more.
CREATE OR REPLACE VIEW invoices AS
SELECT i.id, i.contract_id, i.number, i.state, i.received_at, i.payment_id,
  (SELECT p.dropped OR p.state = 'cancelled' FROM payment p WHERE p.id = i.payment_id) AS unowed
FROM invoice i;
