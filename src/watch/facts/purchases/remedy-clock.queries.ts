import { QUESTIONS } from '../../../purchase/tenders/corrections/questions.queries.js';
import { daySql } from '../loading/fact-fragments.queries.js';

/** SQL: the days of the complaint `x` that do not count: its correction, then its appraisals; `to` null while one runs. */
export const PAUSES = `(CASE WHEN x.correction_asked_on IS NULL THEN '[]'::jsonb ELSE
    jsonb_build_array(jsonb_build_object('from', x.correction_asked_on, 'to', x.corrected_on)) END || x.appraisals)`;

/** SQL: challenges and complaints about the tender `r` that somebody has to answer, or had to. */
const CHALLENGES = `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'lot', l.no, 'received', ${daySql('x.received_at')},
     'answered', ${daySql('x.answered_at')}) ORDER BY x.received_at, x.id), '[]')
   FROM challenge x LEFT JOIN lot l ON l.id = x.lot_id WHERE x.tender_id = r.id AND x.state <> 'withdrawn')`;
const COMPLAINTS = `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'lot', l.no, 'received', ${daySql('x.received_at')},
     'decided', ${daySql('x.decided_at')}, 'pauses', ${PAUSES}) ORDER BY x.received_at, x.id), '[]')
   FROM complaint x LEFT JOIN lot l ON l.id = x.lot_id WHERE x.tender_id = r.id AND x.state NOT IN ('refused', 'withdrawn'))`;

/**
 * SQL: every time that a lot of the tender `r` was suspended, and the day on which that ended. The row of a lot knows the last
 * time alone, and a later one makes no earlier one shorter: each is read from what was done.
 */
const SUSPENSIONS = `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'lot', s.no, 'suspended', s.began, 'resumed', s.ended)
     ORDER BY s.no, s.seq), '[]')
   FROM (SELECT l.id, l.no, e.seq, e.action, ${daySql('e.at')} AS began,
           lead(${daySql('e.at')}) OVER (PARTITION BY l.id ORDER BY e.seq) AS ended
         FROM lot l JOIN audit_entry e ON e.aggregate_type = 'lot' AND e.aggregate_id = l.id::text
           AND e.action IN ('suspend', 'suspend_with_tender', 'resume', 'resume_with_tender', 'resume_after_limit', 'end_by_decision')
         WHERE l.tender_id = r.id) s
   WHERE s.action IN ('suspend', 'suspend_with_tender'))`;

/** SQL: what was asked about the tender `r` or for against it, and how often it stood still. Suspended is only what is conducted here. */
export const DISPUTES = `jsonb_build_object('questions', ${QUESTIONS}, 'challenges', ${CHALLENGES}, 'complaints', ${COMPLAINTS},
    'suspensions', CASE WHEN r.conducted = 'here' THEN ${SUSPENSIONS} ELSE '[]' END)`;
