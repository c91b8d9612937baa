DROP VIEW IF EXISTS unstated_payees;

-- A row is a contract under which money is still to be paid to a body that has not said to which account; no account.
CREATE VIEW unstated_payees AS
SELECT c.id AS contract_id, c.supplier_id, coalesce((SELECT max(s.signed_at) FROM contract_signature s
    WHERE s.contract_id = c.id AND s.amendment_id IS NULL AND s.withdrawn_at IS NULL), c.taken_over_at, c.created_at) AS since
FROM contract c
WHERE c.conducted = 'here' AND c.supplier_id IS NOT NULL AND c.state NOT IN ('draft', 'void', 'settled', 'archived')
  AND EXISTS (SELECT FROM payment p WHERE p.contract_id = c.id AND NOT p.dropped AND p.state IN ('scheduled', 'due', 'approved', 'failed', 'reversed'))
  AND NOT EXISTS (SELECT FROM payee_account a WHERE a.organisation_id = c.supplier_id);
