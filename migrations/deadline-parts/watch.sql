DROP VIEW IF EXISTS flags, flag_asks, statutory_deadlines;

-- A row is a flag with who works it. `decider` is the person, also where a key of theirs decided.
CREATE VIEW flags AS
SELECT f.id, f.root_type, f.root_id, f.state, f.region, f.title, f.assignee, f.due_on, f.created_at, f.decided_at, f.appeal_until,
  coalesce((SELECT k.holder_id FROM api_keys k WHERE k.id = f.decided_by), f.decided_by) AS decider
FROM flag f;

-- A row asks a body about a flag, until `answered_at`.
CREATE VIEW flag_asks AS
SELECT a.flag_id, a.organisation_id, a.asked_at, a.due_on, a.answered_at, a.appealed_at FROM flag_ask a;

-- A row is a day by which the law, by its rule, wants an event of a purchase or a contract; `told` where every such act is on record
-- here. `part` is the number of the lot or the payment that it is of, `-` where it is of the whole.
CREATE VIEW statutory_deadlines AS
SELECT d.id, d.subject_type, d.subject_id, split_part(d.key, '/', 1) AS part, split_part(d.key, '/', 2) AS rule,
  split_part(d.key, '/', 3) AS event, d.title, d.since, d.due_on, d.told
FROM statutory_deadline d;
