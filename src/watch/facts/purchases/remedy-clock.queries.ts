import { QUESTIONS } from '../../../purchase/tenders/corrections/questions.queries.js';
import { daySql } from '../loading/fact-fragments.queries.js';

/** SQL: challenges and complaints about the tender `r` that somebody has to answer, or had to. */
const CHALLENGES = `
  (SELECT coalesce(json_agg(json_build_object('id', x.id, 'lot', x.lot_no, 'received', ${daySql('x.received_at')},
     'answered', ${daySql('x.answered_at')}) ORDER BY x.received_at, x.id), '[]')
   FROM challenges x WHERE x.tender_id = r.id AND x.state NOT IN ('withdrawn', 'voided'))`;
const COMPLAINTS = `
  (SELECT coalesce(json_agg(json_build_object('id', x.id, 'lot', x.lot_no, 'state', x.state, 'received', ${daySql('x.received_at')},
     'examined', x.examined_on, 'correctionAsked', x.correction_asked_on, 'corrected', x.corrected_on, 'refused', x.refused_on,
     'copiesSent', x.copies_sent_on, 'answers', x.answers, 'decided', ${daySql('x.decided_at')}, 'pauses', x.pauses)
     ORDER BY x.received_at, x.id), '[]')
   FROM complaints x WHERE x.tender_id = r.id AND x.state NOT IN ('withdrawn', 'voided'))`;

/**
 * SQL: every time that a lot of the tender `r` was suspended, and the day on which that ended. The row of a lot knows the last
 * time alone, and a later one makes no earlier one shorter: each is read from what was done.
 */
const SUSPENSIONS = `
  (SELECT coalesce(json_agg(json_build_object('id', s.id, 'lot', s.no, 'suspended', s.began, 'resumed', s.ended)
     ORDER BY s.no, s.seq), '[]')
   FROM (SELECT l.id, l.no, e.seq, e.action, ${daySql('e.at')} AS began,
           -- One that ends by itself stood to the end of the day before.
           lead(${daySql(`(e.at - CASE WHEN e.action = 'resume_at_end' THEN interval '1 day' ELSE interval '0' END)`)}) OVER (PARTITION BY l.id ORDER BY e.seq) AS ended
         FROM lots l JOIN audit_steps e ON e.aggregate_type = 'lot' AND e.aggregate_id = l.id::text
           AND e.action IN ('suspend', 'suspend_with_tender', 'resume', 'resume_with_tender', 'resume_after_limit', 'resume_at_end', 'end_by_decision')
         WHERE l.tender_id = r.id) s
   WHERE s.action IN ('suspend', 'suspend_with_tender'))`;

/** SQL: what was asked about the tender `r` or for against it, and how often it stood still. Suspended is only what is conducted here. */
export const DISPUTES = `json_build_object('questions', ${QUESTIONS}, 'challenges', ${CHALLENGES}, 'complaints', ${COMPLAINTS},
    'suspensions', CASE WHEN r.conducted = 'here' THEN ${SUSPENSIONS} ELSE '[]' END)`;
