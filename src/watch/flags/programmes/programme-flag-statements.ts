import { isHeldOnSql, TAKES_IN } from '../keeping/flag-keeper-statements.js';
import { reachSql } from './programme-reach.js';

export const READ_REACH = reachSql('$1', '$2::uuid');

/**
 * Locks flags of some programmes, of a rule each, and where it is told once, or was, those of the single purchases and lines
 * that trigger now: all by one statement, in the order in which flags are locked. What they say is read after it.
 */
export const LOCK_FLAGS = `
  WITH given AS (SELECT * FROM unnest($1::text[], $2::uuid[], $3::boolean[]) AS g(rule, programme, told)),
  wholes AS (
    SELECT w.id, w.indicator, w.root_type, w.root_id FROM given g
    JOIN flag w ON w.indicator = g.rule AND w.root_type IN ('programme', 'programme_calendar') AND w.root_id = g.programme
  )
  SELECT f.id FROM flag f
  WHERE f.id IN (
    SELECT w.id FROM wholes w
    UNION
    SELECT s.id FROM given g
    JOIN assessment a ON a.programme_id = g.programme AND a.indicator = g.rule AND a.indicator IN ('G01', 'W01') AND a.state = 'triggered'
      AND a.root_type IN ('tender', 'contract', 'service_line')
    JOIN flag s ON s.indicator = a.indicator AND s.root_type = a.root_type AND s.root_id = a.root_id
    WHERE g.told OR EXISTS (SELECT FROM wholes w WHERE w.indicator = g.rule AND w.root_type = 'programme' AND w.root_id = g.programme)
  )
  ORDER BY f.indicator, f.root_type, f.root_id, f.part FOR NO KEY UPDATE`;

/**
 * Flags of single purchases or lines of a programme that trigger now, of those that are locked ($3): one that has come since owes a
 * look of its own. `stands`: the part that was asked about all of it, or decided it, on the same facts, or, while the finding
 * is told once ($4), that facts have closed.
 */
export const READ_SINGLES = `
  SELECT f.id, f.part_of AS whole, f.state, (
    SELECT w.id FROM flag w WHERE w.indicator = f.indicator AND w.root_type = 'programme' AND w.root_id = $2::uuid
      AND ($4::boolean OR w.state NOT IN ('cleared', 'remedied')) AND NOT EXISTS (
        SELECT FROM flag_subject n WHERE n.flag_id = f.id AND n.active AND NOT EXISTS (
          SELECT FROM flag_subject s WHERE s.flag_id = w.id AND s.subject_type = n.subject_type AND s.subject_id = n.subject_id
            AND (w.state IN ('cleared', 'remedied') OR s.held ->> 'inputsHash' = n.inputs_hash)))
    ORDER BY w.state IN ('cleared', 'remedied'), w.part DESC LIMIT 1) AS stands
  FROM flag f WHERE f.id = ANY ($3::uuid[]) AND f.indicator = $1 AND EXISTS (
    SELECT FROM assessment a WHERE a.programme_id = $2::uuid AND a.indicator = $1 AND a.indicator IN ('G01', 'W01') AND a.state = 'triggered'
      AND a.root_type IN ('tender', 'contract', 'service_line') AND a.root_type = f.root_type AND a.root_id = f.root_id)
  ORDER BY f.indicator, f.root_type, f.root_id, f.part`;

/** What single flags ($3) find, and was held of a part of the programme's flag in which it was not found in between, by another hash. */
export const READ_PROGRAMME_RETURNS = `
  SELECT s.flag_id AS flag, s.subject_type AS type, s.subject_id AS id, n.inputs_hash AS hash, (n.finding ->> 'version')::integer AS version,
    (s.held_finding ->> 'version')::integer AS was_version, s.held_finding -> 'inputs' AS was, n.inputs AS now
  FROM flag w JOIN flag_subject s ON s.flag_id = w.id
  JOIN flag_subject n ON n.subject_type = s.subject_type AND n.subject_id = s.subject_id AND n.flag_id = ANY ($3::uuid[]) AND n.flag_id <> w.id
  WHERE w.indicator = $1 AND w.root_type = 'programme' AND w.root_id = $2::uuid AND n.active AND NOT s.active
    AND s.held ->> 'inputsHash' <> n.inputs_hash`;

/** The parts of a programme's flag; `takes_in`: while nobody was asked about it and nobody decided it. */
export const READ_PROGRAMME_FLAGS = `
  SELECT f.id, f.indicator, f.root_type, f.root_id, f.part, f.state, f.dataset, f.region,
    EXISTS (SELECT FROM flag_ask k WHERE k.flag_id = f.id) AS asked, ${TAKES_IN} AS takes_in
  FROM flag f WHERE f.indicator = $1 AND f.root_type = 'programme' AND f.root_id = $2::uuid ORDER BY f.part`;

/** The next part of a programme's flag, from what a rule says of one of the singles. */
export const OPEN_PROGRAMME_FLAG = `
  INSERT INTO flag AS n (dataset, indicator, root_type, root_id, part, state, severity, title, explanation, limitation, basis, opened_at, version)
  SELECT f.dataset, f.indicator, 'programme', $2::uuid, $4::integer, 'open', f.severity, f.title, f.explanation, f.limitation, f.basis,
    $3::timestamptz, 1
  FROM flag f WHERE f.id = $1
  RETURNING n.id, n.indicator, n.root_type, n.root_id, n.part, n.state, n.dataset, n.region, false AS asked, true AS takes_in`;

/** How each subject stood in the flag of the programme ($1), and how it stands in the single flags ($2). */
export const READ_PROGRAMME_TURNS = `
  SELECT coalesce(n.subject_type, w.subject_type) AS type, coalesce(n.subject_id, w.subject_id) AS id, coalesce(w.active, false) AS was_active,
    coalesce(w.held ->> 'inputsHash', w.inputs_hash) AS was_hash, w.held IS NOT NULL AS held, n.inputs_hash AS hash, n.inputs,
    CASE WHEN w.held IS NOT NULL AND n.subject_id IS NOT NULL THEN ARRAY(SELECT unnest(n.bodies) EXCEPT SELECT unnest(w.bodies)) ELSE '{}' END AS newcomers,
    (coalesce(w.held_finding, w.finding) ->> 'version')::integer AS was_version, (n.finding ->> 'version')::integer AS version
  FROM (SELECT * FROM flag_subject s WHERE s.flag_id = ANY ($2::uuid[]) AND s.active) n
  FULL JOIN (SELECT * FROM flag_subject s WHERE s.flag_id = $1) w
    ON w.subject_type = n.subject_type AND w.subject_id = n.subject_id
  WHERE w.active IS DISTINCT FROM (n.subject_id IS NOT NULL)
    OR coalesce(w.held ->> 'inputsHash', w.inputs_hash) IS DISTINCT FROM n.inputs_hash AND n.subject_id IS NOT NULL
    OR w.held IS NOT NULL AND NOT n.bodies <@ w.bodies
  ORDER BY 1, 2`;

export const COPY_SUBJECTS = `
  INSERT INTO flag_subject AS s (flag_id, subject_type, subject_id, assessment_id, active, history, severity, bodies, uses, since,
    explanation, basis, inputs, inputs_hash, finding)
  SELECT $1, p.subject_type, p.subject_id, p.assessment_id, true, p.history, p.severity, p.bodies, p.uses, $3::timestamptz, p.explanation, p.basis,
    p.inputs, p.inputs_hash, p.finding
  FROM flag_subject p WHERE p.flag_id = ANY ($2::uuid[]) AND p.active
  ON CONFLICT (flag_id, subject_type, subject_id) DO UPDATE SET assessment_id = EXCLUDED.assessment_id, active = true,
    history = EXCLUDED.history, severity = EXCLUDED.severity, bodies = EXCLUDED.bodies, uses = EXCLUDED.uses,
    since = CASE WHEN s.active THEN s.since ELSE EXCLUDED.since END, explanation = EXCLUDED.explanation, basis = EXCLUDED.basis,
    inputs = EXCLUDED.inputs, inputs_hash = EXCLUDED.inputs_hash, finding = EXCLUDED.finding,
    held = CASE WHEN ${isHeldOnSql('EXCLUDED.inputs_hash')} THEN s.held END,
    held_finding = CASE WHEN ${isHeldOnSql('EXCLUDED.inputs_hash')} THEN s.held_finding END
  WHERE NOT s.active OR s.inputs_hash <> EXCLUDED.inputs_hash OR s.assessment_id IS DISTINCT FROM EXCLUDED.assessment_id
    OR s.severity <> EXCLUDED.severity OR s.bodies <> EXCLUDED.bodies OR s.finding <> EXCLUDED.finding OR s.explanation <> EXCLUDED.explanation
    OR s.basis <> EXCLUDED.basis OR s.history <> EXCLUDED.history
  RETURNING s.subject_id AS id`;

/** Single flags that the flag of the programme ($1) stands for from now on ($2), and those that stand by themselves again. */
export const MOVE_PARTS = `
  UPDATE flag f SET part_of = CASE WHEN f.id = ANY ($2::uuid[]) THEN $1::uuid END, updated_at = clock_timestamp()
  WHERE f.id = ANY ($2::uuid[]) AND f.part_of IS DISTINCT FROM $1::uuid OR f.part_of = $1::uuid AND NOT f.id = ANY ($2::uuid[])
  RETURNING f.id, f.indicator, f.root_type, f.root_id, f.state, f.dataset, f.region, f.part_of IS NOT NULL AS taken`;

/**
 * What flags of the programme, or of its calendar, say of how many of all; NULL where they speak of single ones. Of how many a body
 * was asked, or a person decided, is held until it is asked anew (`restateReach`).
 */
export const WRITE_REACH = `
  UPDATE flag f SET hits = $3::integer, judged = $4::integer, updated_at = clock_timestamp()
  WHERE f.indicator = $1 AND f.root_type IN ('programme', 'programme_calendar') AND f.root_id = $2::uuid AND ${TAKES_IN}
    AND (f.hits, f.judged) IS DISTINCT FROM ($3::integer, $4::integer)`;
