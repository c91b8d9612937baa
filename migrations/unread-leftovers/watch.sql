DROP VIEW IF EXISTS flags;

-- A row is a flag with who works it. `decider` is the person, also where a key of theirs decided. What a flag of a programme stands for
-- is `part_of` it; a `summary` speaks of what had ended before it was recorded.
CREATE VIEW flags AS
SELECT f.id, f.root_type, f.root_id, f.state, f.region, f.title, f.assignee, f.due_on, f.created_at, f.decided_at, f.appeal_until,
  coalesce((SELECT k.holder_id FROM api_keys k WHERE k.id = f.decided_by), f.decided_by) AS decider, f.part_of,
  f.summary
FROM flag f;
