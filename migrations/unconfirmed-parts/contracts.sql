-- A row is a contract that was taken over here and whose content its sides have still to confirm, also once a part of it was accepted;
-- `signed` are those who did.
CREATE OR REPLACE VIEW unconfirmed_contents AS
SELECT c.id AS contract_id, coalesce(c.taken_over_at, c.updated_at) AS since,
  ARRAY(SELECT g.side FROM contract_signature g WHERE g.contract_id = c.id AND g.amendment_id IS NULL AND g.withdrawn_at IS NULL) AS signed
FROM contract c
WHERE c.conducted = 'here' AND NOT c.content_agreed AND c.content IS NOT NULL
  AND c.state IN ('signed', 'active', 'halted', 'delivered', 'terminated', 'rescinded', 'part_accepted');
