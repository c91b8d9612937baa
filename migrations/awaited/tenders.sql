DROP VIEW IF EXISTS returned_drafts;

-- A row is a draft that an approver gave back, and since when.
CREATE VIEW returned_drafts AS
SELECT t.id, t.title, t.buyer_id, t.agent_id, t.plan, t.returned_at
FROM tender t WHERE t.state = 'draft' AND t.conducted = 'here' AND t.returned_at IS NOT NULL;
