import { servedEndSql } from '../../../purchase/contracts/served-end.js';
import { passingDaySql, planStateSql } from '../../../care/continuity/plan-standing.queries.js';
import { daySql } from '../../../watch/facts/loading/fact-fragments.queries.js';
import { latestDaySql, midnight } from '../task-parts.js';

/** Days before the end of what ran last from which a purchase that was put on record is one of what comes next. */
const NEXT_AHEAD_DAYS = 365;
/**
 * Days before the end of what serves a line from which its gap is told. A choice of ours: an open tender by every step that the law allows takes
 * a hundred days and more, and its documents are written before.
 */
const GAP_AHEAD_DAYS = 180;

const ON_LINE = `line_contracts c WHERE c.service_line_id = l.id AND c.dataset = l.dataset`;
const START = `coalesce(earliest_day(c.window_start), '-infinity')`;
const END = `coalesce(least(${latestDaySql('c.window_end')}, ${latestDaySql(`(${servedEndSql('c')})`)}), 'infinity')`;

/**
 * SQL: a join of `ended`: by the signed contracts of the line `l`, the `last` day of what serves it without a break, or served it last, and the
 * day on which the `next` one begins, null where none is signed. Contracts end as they really do: amended, delivered, ended early. What ended
 * before it began serves nobody, and counts where nothing else ran. What was over before it was recorded is not `told`. As coverage says it
 * (`computeLeftDay`).
 */
const JOIN_ENDED = `CROSS JOIN LATERAL (
    SELECT r.reached AS last, r.next, r.told FROM (
      SELECT max(s.until) OVER o AS reached, lead(s.since) OVER o AS next, s.told FROM (
        SELECT least(w.since, w.until) AS since, w.until, w.since <= w.until AS ran, bool_and(w.since > w.until) OVER () AS never, bool_or(w.told) OVER () AS told
        FROM (SELECT ${START} AS since, ${END} AS until, c.conducted = 'here' OR ${END}::text >= ${daySql('c.recorded_at')} AS told FROM ${ON_LINE}) w) s
      WHERE s.ran OR s.never WINDOW o AS (ORDER BY s.since, s.until)) r
    WHERE r.next IS NULL OR r.next > r.reached + 1 AND r.next > business_today()
    ORDER BY r.reached LIMIT 1) ended`;

/** SQL: the day from which nobody serves the line, or today where that is past: what begins by then comes in time. */
const NEEDED = `greatest(ended.last + 1, business_today())`;

/** SQL, behind FROM: purchases `t` of the line by a lot `o` that leads on, and that is no purchase of before. */
const PURCHASES_AHEAD = `lot_service_lines x JOIN lots o ON o.id = x.lot_id JOIN tenders t ON t.id = x.tender_id
    WHERE x.service_line_id = l.id AND t.dataset = l.dataset AND coalesce(o.state, '') NOT IN ('failed', 'cancelled', 'contracted')
      AND coalesce(t.state, '') NOT IN ('failed', 'cancelled', 'contracted') AND t.recorded_at >= ${midnight(`ended.last - ${NEXT_AHEAD_DAYS}`)}
      AND coalesce(${latestDaySql('o.window_end')} > ended.last, true)`;
/** SQL: the documents of the purchase `t` were issued: what is drafted, approved or announced is a hope. */
const IS_ISSUED = `(t.conducted = 'elsewhere' OR coalesce(t.state, 'draft') NOT IN ('draft', 'in_review', 'planned', 'intent_published'))`;

/**
 * SQL: a join of `ahead`: the first day of service that a purchase whose documents were issued has planned; whether one of them says none; and a
 * purchase that was not issued yet.
 */
const JOIN_AHEAD = `CROSS JOIN LATERAL (SELECT min(${latestDaySql('o.window_start')}) FILTER (WHERE ${IS_ISSUED}) AS begins,
    coalesce(bool_or(${IS_ISSUED} AND o.window_start IS NULL), false) AS undated,
    (array_agg(t.id ORDER BY t.recorded_at DESC) FILTER (WHERE t.conducted = 'here' AND t.state = 'draft' AND t.buyer_id = l.responsible_id))[1] AS drafted
    FROM ${PURCHASES_AHEAD}) ahead`;

/**
 * SQL: a join of `planned`, what was agreed under the contracts that end on that day: whether it passes the recipients on, renews or ends the
 * line in time, on which later day it does, and since when it is to be tendered anew. A plan that goes on here holds until it lapses; who has
 * taken recipients over for a later day serves from that one.
 */
const JOIN_PLANNED = `CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(s.kind <> 'retender' AND s.begins <= ${NEEDED}), false) AS follows,
      min(s.begins) FILTER (WHERE s.kind <> 'retender' AND s.begins > ${NEEDED}) AS later,
      max(s.plan_id::text) FILTER (WHERE s.kind <> 'retender' AND s.begins > ${NEEDED} AND s.carried IS NULL)::uuid AS plan_id,
      min(s.since) FILTER (WHERE s.kind = 'retender') AS anew
    FROM (SELECT f.data ->> 'kind' AS kind, f.data ->> 'carriedOutOn' AS carried, k.plan_id, coalesce(k.since, f.recorded_at) AS since,
        greatest(CASE WHEN c.terminated_on IS NULL THEN ${latestDaySql("(f.data ->> 'from')")} END, '-infinity', ${passingDaySql('c', 'l.id')}) AS begins
      FROM line_contracts c JOIN facts_in_force f ON f.subject_type = 'contract' AND f.subject_id = c.id AND f.kind = 'plan'
      LEFT JOIN LATERAL (SELECT p.id AS plan_id, p.since, ${planStateSql('p', 'c')} AS state
        FROM planned_facts y JOIN continuity_plans p ON p.id = y.plan_id WHERE y.fact_id = f.id) k ON true
      WHERE c.service_line_id = l.id AND c.dataset = l.dataset AND ${END} = ended.last
        AND f.data ->> 'kind' <> 'none' AND f.data ->> 'withdrawnOn' IS NULL AND coalesce(f.data ->> 'serviceLine', l.id::text) = l.id::text
        AND (c.conducted <> 'here' OR (f.data ->> 'from' > ended.last::text) IS NOT FALSE
          AND (f.data ->> 'carriedOutOn' IS NOT NULL OR k.state = 'agreed'))) s) planned`;

/** SQL: joins of what is signed, tendered and planned for the line `l`. */
export const JOIN_GAP = `${JOIN_ENDED} ${JOIN_AHEAD} ${JOIN_PLANNED}`;

const IS_LIVE = `l.state = 'active' AND l.end_proposed_on IS NULL AND (l.until IS NULL OR l.until >= ${NEEDED})
  AND (l.known_until IS NULL OR l.known_until >= ${NEEDED}) AND ended.last < 'infinity' AND ended.told`;

/**
 * SQL: somebody has to say first what follows, or somebody takes the recipients over in time: of the first the plan is the task, of the second
 * its handover.
 */
const IS_ANSWERED = `(planned.follows OR EXISTS (SELECT FROM ${ON_LINE} AND EXISTS (SELECT FROM continuity_plans p
    WHERE p.contract_id = c.id AND ${planStateSql('p', 'c')} = 'proposed')))`;

/**
 * SQL: the line `l` is left alone from the day after `ended.last` on, as far as is known: what is signed, tendered and agreed begins later or not at
 * all. Before that day it is told where something was decided, by which nobody serves then; where nothing was, the plan that is due is the
 * task. A purchase that was issued counts until the day on which its service was to begin.
 */
export const IS_GAP = `${IS_LIVE} AND NOT ${IS_ANSWERED}
  AND NOT ahead.undated AND NOT coalesce(ahead.begins <= ended.last + 1 AND business_today() <= ended.last + 1, false)
  AND (ended.last < business_today() OR ended.last - ${GAP_AHEAD_DAYS} < business_today()
    AND (ended.next IS NOT NULL OR ahead.begins IS NOT NULL OR planned.later IS NOT NULL OR planned.anew IS NOT NULL))`;

/** SQL: the first day on which somebody serves again, as far as it is known. */
export const RESUMES = `least(ended.next, planned.later, CASE WHEN ahead.begins > ${NEEDED} THEN ahead.begins END)`;

/** SQL: since when the gap is told. */
export const TOLD_SINCE = `CASE WHEN ended.last < business_today() THEN ${midnight('ended.last + 1')}
  ELSE greatest(${midnight(`ended.last - ${GAP_AHEAD_DAYS - 1}`)}, planned.anew) END`;

/** SQL: nobody serves the line `l` any more and nothing follows, whether by a contract, a purchase or a plan. */
export const IS_LEFT = `${IS_LIVE} AND NOT ${IS_ANSWERED} AND ended.last < business_today() AND ended.next IS NULL AND planned.anew IS NULL
  AND planned.later IS NULL AND NOT EXISTS (SELECT FROM ${PURCHASES_AHEAD})`;

/**
 * SQL, a join of `run`: the contract that ends on that day, and how its purchase was made, which the next one is made after.
 */
export const JOIN_RUN = `CROSS JOIN LATERAL (SELECT c.id, c.state, c.conducted, c.buyer_id, c.supplier_id, c.tender_id, t.method
    FROM line_contracts c LEFT JOIN tenders t ON t.id = c.tender_id
    WHERE c.service_line_id = l.id AND c.dataset = l.dataset AND ${END} = ended.last ORDER BY c.id LIMIT 1) run`;
