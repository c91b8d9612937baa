import { lotClockSql } from '../../tenders/reads/tender-parts.queries.js';

const day = (instant: string): string => `(${instant} AT TIME ZONE 'Asia/Shanghai')::date::text`;

/**
 * SQL, JSON: the first decision on the report of the lot `l`, whatever became of it: a winner that refuses, or a remedy, does not make it
 * late.
 */
const DECISION = `jsonb_build_object(
    'result_confirmed', (SELECT min(a.decided_on) FROM award a JOIN review v ON v.lot_id = a.lot_id AND v.report_hash = a.report_hash
      WHERE a.lot_id = l.id AND v.state = 'reported'))`;

/**
 * SQL: when the review of the lot `l` ended, when the buyer received its report, or had it, and what it confirmed: days that start and
 * stop clocks before anything is published.
 */
export const LOT_CLOCK = `(SELECT jsonb_strip_nulls(jsonb_build_object(
    'review_ended', (SELECT ${day('v.reported_at')} FROM review v WHERE v.lot_id = l.id AND v.state = 'reported'),
    'decision', ${DECISION},
    'report_delivered', coalesce(
      -- Order 87 article 68: a buyer that holds an open tender itself decides within five working days of its review.
      (SELECT ${day('v.reported_at')} FROM review v JOIN tender o ON o.id = v.tender_id
       WHERE v.lot_id = l.id AND v.state = 'reported' AND o.agent_id IS NULL AND o.method = 'OPEN_TENDER'),
      (SELECT ${day('d.delivered_at')} FROM lot_result d WHERE d.lot_id = l.id)),
    'result_confirmed', coalesce(
      (SELECT min(a.decided_on) FROM award a WHERE a.lot_id = l.id AND a.state IN ('pending', 'active', 'contracted')),
      (SELECT ${day('d.at')} FROM (SELECT CASE WHEN l.state = 'reviewed' THEN lot_deemed_at(l.id) END AS at) d WHERE d.at <= business_now())))))`;

lotClockSql.contribute(() => LOT_CLOCK);
