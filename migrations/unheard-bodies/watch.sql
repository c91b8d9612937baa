-- A row is a flag with who works it. `decider` is the person, also where a key of theirs decided. What a flag of a programme stands for
-- is `part_of` it; a `summary` speaks of what had ended before it was recorded. `unasked` where a body that is to be heard on it was
-- not asked, or nothing has reached it: whom the findings name of the subjects that still trigger, or, where none does, of all.
CREATE OR REPLACE VIEW flags AS
SELECT f.id, f.root_type, f.root_id, f.state, f.region, f.title, f.assignee, f.due_on, f.created_at, f.decided_at, f.appeal_until,
  coalesce((SELECT k.holder_id FROM api_keys k WHERE k.id = f.decided_by), f.decided_by) AS decider, f.part_of,
  f.summary,
  EXISTS (SELECT FROM flag_subject s CROSS JOIN LATERAL unnest(s.bodies) AS b(id)
    LEFT JOIN flag_ask a ON a.flag_id = f.id AND a.organisation_id = b.id
    WHERE s.flag_id = f.id AND s.active = EXISTS (SELECT FROM flag_subject x WHERE x.flag_id = f.id AND x.active)
      AND CASE WHEN a.flag_id IS NULL THEN b.id = ANY (
          CASE WHEN jsonb_typeof(s.finding -> 'named') = 'array' AND (s.held_finding IS NULL OR jsonb_typeof(s.held_finding -> 'named') = 'array')
            THEN coalesce((SELECT array_agg(n) FROM unnest(s.bodies) n
              WHERE (s.finding -> 'named') || coalesce(s.held_finding -> 'named', '[]') ? n::text), s.bodies)
            ELSE s.bodies END)
        ELSE a.answered_at IS NULL AND a.served IS NULL
          AND NOT EXISTS (SELECT FROM seats z WHERE z.organisation_id = b.id AND z.active) END) AS unasked
FROM flag f;
