-- Writes the public rows of these tenders as they stand now, and removes those of tenders that are no longer published.
-- Answers how many rows it changed.
--
-- A draft whose intent is published is shown as the intent said (Caiku [2020] 10), whatever became of the draft since, with
-- the version and instant of that publication.
-- Of a purchase that is conducted elsewhere the state is what its published facts prove. A deadline closes what is open,
-- and five working days without an objection confirm what is reviewed, without a change of the tender. The deadline is that
-- of published facts, and of a draft there is none.
CREATE OR REPLACE FUNCTION publish_tenders(ids uuid[]) RETURNS integer LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  removed integer;
  written integer;
BEGIN
  DELETE FROM public_tender p USING tender r WHERE p.id = ANY (ids) AND r.id = ANY (ids) AND r.id = p.id AND NOT r.published;
  GET DIAGNOSTICS removed = ROW_COUNT;
  INSERT INTO public_tender AS p (id, version, dataset, created_at, updated_at, ocid, purchase_id, round, conducted, buyer_id,
    programme_id, title, method, category, region, region_text, budget_level, project_no, budget, window_start, window_end,
    term_text, state, state_until, state_after, service_lines, deadline_at)
  SELECT r.id, v.version, r.dataset, r.created_at, v.updated_at, r.ocid, r.purchase_id, r.round, r.conducted, r.buyer_id,
    d.programme_id, d.title, d.method, d.category, d.region, d.region_text, d.budget_level, d.project_no, d.budget,
    d.window_start, d.window_end, d.term_text, s.state, coalesce(c.at, 'infinity'), CASE WHEN c.at IS NOT NULL THEN c.state END,
    d.service_lines, u.deadline_at
  FROM tender r
  CROSS JOIN LATERAL (
    SELECT r.programme_id, r.title, r.method, r.category, r.region, r.region_text, r.budget_level, r.project_no, r.budget,
      r.window_start, r.window_end, r.term_text,
      ARRAY(SELECT service_line_id FROM tender_service_line WHERE tender_id = r.id ORDER BY 1) AS service_lines
    WHERE r.intended IS NULL OR r.revision IS NOT NULL
    UNION ALL
    SELECT (i ->> 'programme')::uuid, i ->> 'title', i ->> 'method', i ->> 'category', i ->> 'region', i ->> 'regionText',
      i ->> 'budgetLevel', i ->> 'projectNo', ((i ->> 'budget')::numeric * 100)::bigint, i #>> '{window,start}',
      i #>> '{window,end}', i ->> 'termText',
      ARRAY(SELECT line::uuid FROM jsonb_array_elements_text(i -> 'serviceLines') AS line ORDER BY 1)
    FROM (SELECT r.intended AS i) intent WHERE r.intended IS NOT NULL AND r.revision IS NULL
  ) d
  CROSS JOIN LATERAL (SELECT r.intended IS NOT NULL AND r.state IN ('draft', 'in_review', 'planned') AS drafted) w
  CROSS JOIN LATERAL (SELECT CASE WHEN w.drafted THEN 'intent_published' WHEN r.conducted = 'here' THEN r.state
    ELSE r.published_state END AS state) s
  CROSS JOIN LATERAL (SELECT
    coalesce(CASE WHEN s.state = 'intent_published' THEN (r.intended ->> 'version')::integer END, r.version) AS version,
    coalesce(CASE WHEN s.state = 'intent_published' THEN (r.intended ->> 'updatedAt')::timestamptz END, r.updated_at) AS updated_at) v
  CROSS JOIN LATERAL (SELECT CASE WHEN w.drafted THEN NULL WHEN r.conducted = 'here' THEN r.deadline_at
    ELSE nullif(coalesce(r.published_deadline_at, r.deadline_at), 'infinity') END AS deadline_at) u
  CROSS JOIN LATERAL (
    SELECT CASE WHEN r.conducted = 'here' AND s.state = 'reviewed' THEN lots_confirmed_at(r.id)
        WHEN s.state IS NULL OR s.state IN ('intent_published', 'open') THEN u.deadline_at END AS at,
      CASE s.state WHEN 'reviewed' THEN 'confirmed' ELSE 'closed' END AS state
  ) c
  WHERE r.id = ANY (ids) AND r.published
  ON CONFLICT (id) DO UPDATE SET (version, dataset, created_at, updated_at, ocid, purchase_id, round, conducted, buyer_id,
      programme_id, title, method, category, region, region_text, budget_level, project_no, budget, window_start, window_end,
      term_text, state, state_until, state_after, service_lines, deadline_at)
    = (EXCLUDED.version, EXCLUDED.dataset, EXCLUDED.created_at, EXCLUDED.updated_at, EXCLUDED.ocid, EXCLUDED.purchase_id,
      EXCLUDED.round, EXCLUDED.conducted, EXCLUDED.buyer_id, EXCLUDED.programme_id, EXCLUDED.title, EXCLUDED.method,
      EXCLUDED.category, EXCLUDED.region, EXCLUDED.region_text, EXCLUDED.budget_level, EXCLUDED.project_no, EXCLUDED.budget,
      EXCLUDED.window_start, EXCLUDED.window_end, EXCLUDED.term_text, EXCLUDED.state, EXCLUDED.state_until,
      EXCLUDED.state_after, EXCLUDED.service_lines, EXCLUDED.deadline_at)
    WHERE p IS DISTINCT FROM EXCLUDED;
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN removed + written;
END
$$;
