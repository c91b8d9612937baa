import { lotClockSql } from '../../tenders/reads/tender-parts.queries.js';

const day = (instant: string): string => `(${instant} AT TIME ZONE 'Asia/Shanghai')::date::text`;

/** SQL: the failure of the lot that the review `v` reported of was annulled after its report. */
export const isRestoredSql = (v: string): string =>
  `EXISTS (SELECT FROM remedy_application p WHERE p.lot_id = ${v}.lot_id AND p.effect = 'annul_failure' AND p.applied_at >= ${v}.reported_at)`;

/** SQL: the review `v` of the lot `l` that a buyer holds itself. Order 87 article 68: it decides on an open tender within five working days of it. */
const OWN_REVIEW = `review v JOIN tender o ON o.id = v.tender_id
       WHERE v.lot_id = l.id AND v.state = 'reported' AND o.agent_id IS NULL AND o.method = 'OPEN_TENDER'`;

/**
 * SQL, JSON: since when the days to decide on the report of the lot `l` count, which begin anew after a suspension, and the first decision
 * on it, whatever became of that: a winner that refuses, or a remedy, does not make it late.
 */
const DECISION = `jsonb_build_object(
    'report_delivered', coalesce(
      (SELECT ${day('d.runs_from')} FROM lot_result d WHERE d.lot_id = l.id),
      (SELECT ${day('greatest(v.reported_at, (SELECT s.resumed_at FROM lot s WHERE s.id = v.lot_id))')} FROM ${OWN_REVIEW} AND NOT ${isRestoredSql('v')})),
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
      (SELECT ${day('v.reported_at')} FROM ${OWN_REVIEW}),
      (SELECT ${day('d.delivered_at')} FROM lot_result d WHERE d.lot_id = l.id)),
    'result_confirmed', coalesce(
      (SELECT min(a.decided_on) FROM award a WHERE a.lot_id = l.id AND a.state IN ('pending', 'active', 'contracted')),
      (SELECT ${day('d.at')} FROM (SELECT CASE WHEN l.state = 'reviewed' THEN lot_deemed_at(l.id) END AS at) d WHERE d.at <= business_now())))))`;

lotClockSql.contribute(() => LOT_CLOCK);
