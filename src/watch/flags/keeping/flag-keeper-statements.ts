/**
 * SQL: flag `f` takes in new subjects. Once a body was asked about it, or a person decided it, it covers what it covers, and
 * what is found later is the next part, of a flag that facts have closed as well: who was asked is asked about nothing of others.
 * The same holds where the flag of a programme that stands for it was asked about or decided.
 */
export const TAKES_IN = `(f.state IN ('open', 'in_review', 'cleared', 'remedied')
    AND NOT EXISTS (SELECT FROM flag_ask k WHERE k.flag_id = f.id)
    AND NOT EXISTS (SELECT FROM flag w WHERE w.id = f.part_of AND (w.state NOT IN ('open', 'in_review', 'cleared', 'remedied')
      OR EXISTS (SELECT FROM flag_ask k WHERE k.flag_id = w.id))))`;

/**
 * SQL: what was held of subject `s` of flag `f` rests on the facts of assessment `a`: by its hash, or because the facts themselves were
 * compared, as those of two versions of the rule are (`same`: parameters, flags and assessments pair by pair).
 */
const isOfFactsSql = (same: string): string => `(s.held IS NOT NULL AND (s.held ->> 'inputsHash' = a.inputs_hash
    OR EXISTS (SELECT FROM unnest(${same}) AS g(flag, assessment) WHERE g.flag = f.id AND g.assessment = a.id)))`;

/**
 * SQL: subject `s` of flag `f`, which was not found in between, is of that flag again by assessment `a`: what facts have closed they
 * open again, and what was asked about or decided on these very facts stands.
 */
const standsInSql = (same: string): string => `(f.state IN ('cleared', 'remedied') OR ${isOfFactsSql(same)})`;

/** What triggers, and was held of a flag in which it was not found in between, by another hash. */
export const READ_RETURNS = `
  SELECT f.id AS flag, a.id AS assessment, s.subject_id AS id, f.indicator, a.version,
    (s.held_finding ->> 'version')::integer AS was_version, s.held_finding -> 'inputs' AS was
  FROM assessment a JOIN flag f USING (indicator, root_type, root_id)
  JOIN flag_subject s ON s.flag_id = f.id AND s.subject_type = a.subject_type AND s.subject_id = a.subject_id
  WHERE a.id = ANY ($1::uuid[]) AND a.state = 'triggered' AND NOT s.active AND s.held ->> 'inputsHash' <> a.inputs_hash`;

/** SQL: what was held of subject `s` of a flag stays held while it triggers, and where it does so again on the same facts. */
export const isHeldOnSql = (hash: string): string => `s.active OR s.held ->> 'inputsHash' = ${hash}`;

/** SQL: the newest part of each cause among flags of `within`. */
const heads = (within: string): string => `
  SELECT DISTINCT ON (f.indicator, f.root_type, f.root_id) f.id, f.indicator, f.root_type, f.root_id, f.part, ${TAKES_IN} AS takes_in
  FROM flag f WHERE ${within} ORDER BY f.indicator, f.root_type, f.root_id, f.part DESC`;

/** A flag, or its next part, for what triggers, stands in no part, is of none that it stood in, and finds none that takes it in. */
export const OPEN_FLAGS = `
  WITH found AS (SELECT * FROM assessment a WHERE a.id = ANY ($1::uuid[]) AND a.state = 'triggered'),
  heads AS (${heads('(f.indicator, f.root_type, f.root_id) IN (SELECT a.indicator, a.root_type, a.root_id FROM found a)')})
  INSERT INTO flag (dataset, indicator, root_type, root_id, part, state, severity, title, explanation, limitation, basis, opened_at, version)
  SELECT DISTINCT ON (a.indicator, a.root_type, a.root_id)
    a.dataset, a.indicator, a.root_type, a.root_id, coalesce(h.part, 0) + 1, 'open', a.severity, a.title, a.explanation, a.limitation,
    a.basis, $2::timestamptz, 1
  FROM found a LEFT JOIN heads h USING (indicator, root_type, root_id)
  WHERE h.takes_in IS NOT TRUE AND NOT EXISTS (
    SELECT FROM flag f JOIN flag_subject s ON s.flag_id = f.id
    WHERE f.indicator = a.indicator AND f.root_type = a.root_type AND f.root_id = a.root_id AND (s.active OR ${standsInSql('$3::uuid[], $4::uuid[]')})
      AND s.subject_type = a.subject_type AND s.subject_id = a.subject_id)
  ORDER BY a.indicator, a.root_type, a.root_id, a.subject_type, a.subject_id
  ON CONFLICT (indicator, root_type, root_id, part) DO NOTHING
  RETURNING id`;

/** In one order everywhere, so that jobs that meet in several flags wait in a line; what they say is read after it. */
export const LOCK_FLAGS = `
  SELECT f.id FROM flag f
  WHERE f.id IN (
    SELECT g.id FROM flag g JOIN assessment a USING (indicator, root_type, root_id)
    WHERE a.id = ANY ($1::uuid[]) AND a.state = 'triggered'
    UNION
    SELECT s.flag_id FROM flag_subject s JOIN flag g ON g.id = s.flag_id AND g.root_type <> 'programme'
    JOIN unnest($2::text[], $3::text[], $4::uuid[]) AS c(indicator, type, id)
      ON c.indicator = g.indicator AND c.type = s.subject_type AND c.id = s.subject_id
    WHERE s.active
  )
  ORDER BY f.indicator, f.root_type, f.root_id, f.part FOR NO KEY UPDATE`;

/** A statement of its own: one that has waited for a lock sees who was asked as it was before it waited. */
export const READ_FLAGS = `
  SELECT f.id, f.indicator, f.root_type, f.root_id, f.state, f.dataset, f.region, f.decided_by,
    EXISTS (SELECT FROM flag_ask k WHERE k.flag_id = f.id) AS asked
  FROM flag f WHERE f.id = ANY ($1::uuid[]) ORDER BY f.indicator, f.root_type, f.root_id, f.part`;

/**
 * The changed subjects of the locked flags: how each stood in its flag, and what the rule says now. What triggers and stands
 * in no part is of the newest one that it stood in and that is still its own, else of the newest one, where that takes it in;
 * `flag` is null where none does. What stands in a part about which nobody was asked, and comes back to the very facts on which
 * another one was asked about or decided, is of that one again, and in its own found no more.
 */
export const READ_TURNS = `
  WITH changed AS (SELECT * FROM unnest($2::text[], $3::text[], $4::uuid[]) AS c(indicator, subject_type, subject_id)),
  heads AS (${heads('f.id = ANY ($1::uuid[])')}),
  listed AS (
    SELECT f.id AS flag, f.root_type, f.root_id, c.indicator, c.subject_type, c.subject_id FROM changed c
    JOIN flag f ON f.indicator = c.indicator
    JOIN flag_subject s ON s.flag_id = f.id AND s.subject_type = c.subject_type AND s.subject_id = c.subject_id
    WHERE f.id = ANY ($1::uuid[]) AND s.active
  ),
  back AS (
    SELECT l.flag AS left_flag, b.id AS flag, l.indicator, l.subject_type, l.subject_id FROM listed l
    JOIN flag f ON f.id = l.flag AND ${TAKES_IN}
    JOIN assessment a ON a.indicator = l.indicator AND a.subject_type = l.subject_type AND a.subject_id = l.subject_id
      AND a.root_type = l.root_type AND a.root_id = l.root_id
    CROSS JOIN LATERAL (
      SELECT f.id FROM flag f JOIN flag_subject s ON s.flag_id = f.id AND s.subject_type = a.subject_type AND s.subject_id = a.subject_id
      WHERE f.id = ANY ($1::uuid[]) AND f.indicator = a.indicator AND f.root_type = a.root_type AND f.root_id = a.root_id
        AND NOT s.active AND f.state NOT IN ('cleared', 'remedied') AND ${isOfFactsSql('$5::uuid[], $6::uuid[]')}
      ORDER BY f.part DESC LIMIT 1) b
    WHERE a.state = 'triggered'
  ),
  turns AS (
    SELECT l.flag, l.indicator, l.subject_type, l.subject_id FROM listed l
    UNION ALL
    SELECT b.flag, b.indicator, b.subject_type, b.subject_id FROM back b
    UNION ALL
    SELECT coalesce(b.id, h.id), a.indicator, a.subject_type, a.subject_id FROM changed c
    JOIN assessment a USING (indicator, subject_type, subject_id)
    LEFT JOIN LATERAL (
      SELECT f.id FROM flag f JOIN flag_subject s ON s.flag_id = f.id AND s.subject_type = a.subject_type AND s.subject_id = a.subject_id
      WHERE f.id = ANY ($1::uuid[]) AND f.indicator = a.indicator AND f.root_type = a.root_type AND f.root_id = a.root_id
        AND ${standsInSql('$5::uuid[], $6::uuid[]')}
      ORDER BY ${isOfFactsSql('$5::uuid[], $6::uuid[]')} DESC, f.part DESC LIMIT 1) b ON true
    LEFT JOIN heads h ON h.indicator = a.indicator AND h.root_type = a.root_type AND h.root_id = a.root_id AND h.takes_in
    WHERE a.state = 'triggered' AND NOT EXISTS (
      SELECT FROM listed l WHERE l.indicator = a.indicator AND l.subject_type = a.subject_type AND l.subject_id = a.subject_id
        AND l.root_type = a.root_type AND l.root_id = a.root_id)
  )
  SELECT t.flag, t.subject_type AS type, t.subject_id AS id, s.active AS was_active,
    coalesce(s.held ->> 'inputsHash', s.inputs_hash) AS was_hash, s.held IS NOT NULL AS held, coalesce(s.unjudged, false) AS was_unjudged,
    CASE WHEN EXISTS (SELECT FROM back b WHERE b.left_flag = t.flag AND b.subject_type = t.subject_type AND b.subject_id = t.subject_id) THEN 'clear'
      WHEN a.root_id = f.root_id AND a.root_type = f.root_type OR a.state <> 'triggered' THEN a.state END AS state,
    a.inputs_hash AS hash, (coalesce(s.held_finding, s.finding) ->> 'version')::integer AS was_version, a.version, coalesce(a.reason ->> 'code' = 'not_screened', false) AS waits,
    CASE WHEN s.held IS NOT NULL AND a.state = 'triggered' THEN ARRAY(SELECT unnest(a.bodies) EXCEPT SELECT unnest(s.bodies)) ELSE '{}' END AS newcomers
  FROM turns t LEFT JOIN flag f ON f.id = t.flag
  LEFT JOIN flag_subject s ON s.flag_id = t.flag AND s.subject_type = t.subject_type AND s.subject_id = t.subject_id
  LEFT JOIN assessment a ON a.indicator = t.indicator AND a.subject_type = t.subject_type AND a.subject_id = t.subject_id
  ORDER BY t.flag, t.subject_type, t.subject_id`;

/** The subjects that trigger, with the facts the rule was given. */
export const KEEP_SUBJECTS = `
  INSERT INTO flag_subject AS s (flag_id, subject_type, subject_id, assessment_id, active, history, severity, bodies, uses, since,
    explanation, basis, inputs, inputs_hash, finding)
  SELECT g.flag, g.type, g.id, a.id, true, a.history, a.severity, a.bodies, g.uses, $2::timestamptz, a.explanation, a.basis, g.inputs, a.inputs_hash,
    jsonb_build_object('version', a.version, 'value', a.value, 'threshold', a.threshold, 'unit', a.unit, 'pValue', a.p_value,
      'evidence', a.evidence, 'assessedAt', a.assessed_at, 'named', g.named, 'together', g.together)
  FROM jsonb_to_recordset($1::jsonb) AS g(flag uuid, type text, id uuid, uses uuid[], inputs jsonb, named jsonb, together jsonb)
  JOIN flag f ON f.id = g.flag
  JOIN assessment a ON a.indicator = f.indicator AND a.subject_type = g.type AND a.subject_id = g.id
  ON CONFLICT (flag_id, subject_type, subject_id) DO UPDATE SET assessment_id = EXCLUDED.assessment_id, active = true,
    history = EXCLUDED.history, severity = EXCLUDED.severity, bodies = EXCLUDED.bodies, uses = EXCLUDED.uses,
    since = CASE WHEN s.active THEN s.since ELSE EXCLUDED.since END, explanation = EXCLUDED.explanation, basis = EXCLUDED.basis,
    inputs = EXCLUDED.inputs, inputs_hash = EXCLUDED.inputs_hash, finding = EXCLUDED.finding, unjudged = false,
    found_otherwise = false, held = CASE WHEN ${isHeldOnSql('EXCLUDED.inputs_hash')} THEN s.held END,
    held_finding = CASE WHEN ${isHeldOnSql('EXCLUDED.inputs_hash')} THEN s.held_finding END`;

export const SETTLE_SUBJECTS = `
  UPDATE flag_subject s SET active = false FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS g(flag, type, id)
  WHERE s.flag_id = g.flag AND s.subject_type = g.type AND s.subject_id = g.id`;

export const LEAVE_UNJUDGED = `
  UPDATE flag_subject s SET unjudged = true FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS g(flag, type, id)
  WHERE s.flag_id = g.flag AND s.subject_type = g.type AND s.subject_id = g.id`;

/** Which of the held subjects another version finds clear, by other facts than those that were held. */
export const NOTE_OTHERWISE = `
  UPDATE flag_subject s SET found_otherwise = g.otherwise
  FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::boolean[]) AS g(flag, type, id, otherwise)
  WHERE s.flag_id = g.flag AND s.subject_type = g.type AND s.subject_id = g.id AND s.held IS NOT NULL
    AND s.found_otherwise <> g.otherwise`;

export const WRITE_FLAGS = `
  UPDATE flag f SET state = g.state, severity = coalesce(g.severity, f.severity), title = coalesce(g.title, f.title),
    explanation = CASE WHEN g.withdrawn THEN f.explanation || jsonb_build_object(
        'en', 'Facts were corrected, and the rule finds nothing any more. It had said: ' || (f.explanation ->> 'en'),
        'zh', '所依据的事实已更正，本规则不再触发。原说明：' || (f.explanation ->> 'zh'))
      ELSE coalesce(g.explanation, f.explanation) END, limitation = coalesce(g.limitation, f.limitation),
    basis = coalesce(g.basis, f.basis), summary = coalesce(g.history, f.summary),
    region = CASE WHEN g.speaks THEN g.region ELSE f.region END,
    programme_id = CASE WHEN g.speaks THEN g.programme ELSE f.programme_id END,
    opened_at = CASE WHEN g.opened THEN $2::timestamptz ELSE f.opened_at END,
    assignee = CASE WHEN g.undecided THEN coalesce(f.assignee, (SELECT u.id FROM users u WHERE u.id = f.decided_by)) ELSE f.assignee END,
    decided_by = CASE WHEN g.undecided THEN NULL ELSE f.decided_by END,
    decided_at = CASE WHEN g.undecided THEN NULL ELSE f.decided_at END,
    appeal_until = CASE WHEN g.undecided THEN NULL ELSE f.appeal_until END,
    version = f.version + g.counts::integer, updated_at = clock_timestamp()
  FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, state text, severity text, title jsonb, explanation jsonb, limitation jsonb,
    basis jsonb, history boolean, region text, programme uuid, speaks boolean, opened boolean, undecided boolean,
    withdrawn boolean, counts boolean)
  WHERE f.id = g.id`;

export const WRITE_EVENTS = `
  INSERT INTO flag_event (flag_id, at, action, from_state, to_state, actor_kind, actor_id, data, audit_id)
  SELECT g.flag, $2, g.action, g."from", g."to", 'system', NULL, g.data, g.audit
  FROM jsonb_to_recordset($1::jsonb) AS g(flag uuid, action text, "from" text, "to" text, data jsonb, audit bigint)`;

/**
 * What an approver said to a finding when the draft was approved in spite of it: the first word in the history of the flag
 * that opens for that tender, its lots, its contracts, or for a line that the draft was to serve; where the case was open
 * already, for the calendar of a programme, the word is added as the tender joins it, once. It decides nothing.
 */
const EXPLANATIONS = `
  SELECT DISTINCT g.flag, g.audit, f.state, d.tender_id, d.reason, d.explained_by, t.buyer_id
  FROM jsonb_to_recordset($1::jsonb) AS g(flag uuid, audit bigint, type text, id uuid)
  JOIN flag f ON f.id = g.flag
  JOIN flag_subject s ON s.flag_id = f.id AND s.active AND (g.id IS NULL OR s.subject_type = g.type AND s.subject_id = g.id)
  LEFT JOIN lots l ON s.subject_type = 'lot' AND l.id = s.subject_id
  LEFT JOIN contracts c ON s.subject_type = 'contract' AND c.id = s.subject_id
  JOIN tender_findings d ON d.indicator = f.indicator AND d.reason IS NOT NULL AND CASE s.subject_type
    WHEN 'tender' THEN d.tender_id = s.subject_id
    WHEN 'lot' THEN d.tender_id = l.tender_id
    WHEN 'contract' THEN d.tender_id = c.tender_id
    WHEN 'service_line' THEN d.subject_id = s.subject_id::text
    ELSE false END
  JOIN tenders t ON t.id = d.tender_id AND t.approved_at IS NOT NULL`;

export const WRITE_FIRST_EXPLANATIONS = `
  INSERT INTO flag_event (flag_id, at, action, from_state, to_state, actor_kind, actor_id, organisation_id, reason, data, audit_id)
  SELECT e.flag, $2, 'explanation', 'open', 'open', 'user', e.explained_by, e.buyer_id, e.reason,
    jsonb_build_object('tender', e.tender_id), e.audit
  FROM (${EXPLANATIONS}) e ORDER BY e.flag, e.tender_id`;

/** Words to add to cases that were open before these subjects joined them. */
export const READ_EXPLANATIONS = `
  SELECT e.flag, e.state, e.tender_id AS tender, e.reason, e.explained_by AS "by", e.buyer_id AS buyer FROM (${EXPLANATIONS}) e
  WHERE NOT EXISTS (SELECT FROM flag_event x WHERE x.flag_id = e.flag AND x.action = 'explanation' AND x.data ->> 'tender' = e.tender_id::text)
  ORDER BY e.flag, e.tender_id`;

export const ADD_EXPLANATIONS = `
  INSERT INTO flag_event (flag_id, at, action, from_state, to_state, actor_kind, actor_id, organisation_id, reason, data, audit_id)
  SELECT g.flag, $2, 'explanation', g.state, g.state, 'user', g."by", g.buyer, g.reason, jsonb_build_object('tender', g.tender), g.audit
  FROM jsonb_to_recordset($1::jsonb) AS g(flag uuid, state text, tender uuid, reason text, "by" uuid, buyer uuid, audit bigint)`;
