-- A row is a halt of a contract, proposed, in force or over, with the person who proposed it, and with what would be its last day.
-- `unconfirmed`: another person may confirm it, until `confirm_due`, which is null where no calendar says that day.
CREATE OR REPLACE VIEW contract_halts AS
SELECT h.id, h.contract_id, h.state, h.proposed_at, h.confirm_due, h.decided_at,
  coalesce((SELECT k.holder_id FROM api_key k WHERE k.id = h.proposed_by), h.proposed_by) AS proposer, h.until,
  h.state = 'in_force' AND h.ground = 'danger_to_recipients' AND h.decided_at IS NULL AND (h.confirm_due < business_today()) IS NOT TRUE AS unconfirmed
FROM contract_halt h;
