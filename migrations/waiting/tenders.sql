DROP VIEW IF EXISTS returned_drafts;

-- A row is a draft that an approver gave back, with the last time that one did.
CREATE VIEW returned_drafts AS
SELECT t.id, t.title, t.buyer_id, t.agent_id, t.plan,
  (SELECT max(e.at) FROM audit_entry e WHERE e.aggregate_type = 'tender' AND e.aggregate_id = t.id::text AND e.action = 'return') AS returned_at
FROM tender t WHERE t.state = 'draft' AND t.conducted = 'here';
