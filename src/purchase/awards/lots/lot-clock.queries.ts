import { lotClockSql } from '../../tenders/reads/tender-parts.queries.js';
import { isRemedyOwedSql } from '../remedies/disputes.queries.js';
import { firstBidderSql } from '../results/first-rank.queries.js';

const day = (instant: string): string => `(${instant} AT TIME ZONE 'Asia/Shanghai')::date::text`;

/** SQL: the failure of the lot that the review `v` reported of was annulled after its report. */
export const isRestoredSql = (v: string): string =>
  `EXISTS (SELECT FROM remedy_application p WHERE p.lot_id = ${v}.lot_id AND p.effect = 'annul_failure' AND p.applied_at >= ${v}.reported_at)`;

/** SQL: the review `v` of the lot `l` that a buyer holds itself. Order 87 article 68: it decides on an open tender within five working days of it. */
const OWN_REVIEW = `review v JOIN tender o ON o.id = v.tender_id
       WHERE v.lot_id = l.id AND v.state = 'reported' AND o.agent_id IS NULL AND o.method = 'OPEN_TENDER'`;

/** SQL: awards of the lot `l` by the report that it has. */
const OF_REPORT = `FROM award a JOIN review v ON v.lot_id = a.lot_id AND v.report_hash = a.report_hash WHERE a.lot_id = l.id AND v.state = 'reported'`;
const DECIDED_ON = `(SELECT min(a.decided_on) ${OF_REPORT})`;

/** SQL: a bidder of the lot `l` was barred once. Of most lots nobody ever was, and no report is looked at. */
const HAS_BARS = `EXISTS (SELECT FROM bid d JOIN organisation_bar b ON b.organisation_id = d.bidder_id WHERE d.lot_id = l.id AND b.decided_at IS NOT NULL)`;

/**
 * SQL, JSON: days on which the lot `l` could not be decided on, because whom the decision is about was barred: to the decision at most, and
 * without an end while the bar holds.
 */
const BARRED = `CASE WHEN ${HAS_BARS}
  THEN (SELECT jsonb_agg(jsonb_build_object('from', greatest(b.from_on - 1, (b.decided_at AT TIME ZONE 'Asia/Shanghai')::date)::text,
      'to', CASE WHEN b.state = 'revoked' OR b.until < business_today() OR ${DECIDED_ON} IS NOT NULL
        THEN least(b.until::text, ${DECIDED_ON}, (SELECT ${day('min(e.at)')} FROM audit_entry e
          WHERE e.aggregate_type = 'organisation_bar' AND e.aggregate_id = b.id::text AND e.action = 'revoke')) END))
    FROM organisation_bar b WHERE b.state IN ('in_force', 'revoked') AND b.from_on <= business_today()
      AND b.organisation_id = coalesce((SELECT a.supplier_id ${OF_REPORT} ORDER BY a.decided_on, a.id LIMIT 1), ${firstBidderSql('l.id')})) END`;

/** SQL, JSON: bars that begin and end by their days while nobody has decided on the report of the lot `l`. */
const BARS = `CASE WHEN ${HAS_BARS} AND ${DECIDED_ON} IS NULL
  THEN (SELECT jsonb_agg(jsonb_build_object('from', b.from_on, 'until', b.until) ORDER BY b.from_on, b.until) FROM organisation_bar b
    WHERE b.state = 'in_force' AND b.organisation_id = ${firstBidderSql('l.id')}) END`;

/**
 * SQL, JSON: since when the days to decide on the report of the lot `l` count, which begin anew after a suspension, and the first decision
 * on it, whatever became of that: a winner that refuses, or a remedy, does not make it late.
 */
const DECISION = `jsonb_build_object(
    'report_delivered', coalesce(
      (SELECT ${day('d.runs_from')} FROM lot_result d WHERE d.lot_id = l.id),
      (SELECT ${day('greatest(v.reported_at, (SELECT s.resumed_at FROM lot s WHERE s.id = v.lot_id))')} FROM ${OWN_REVIEW} AND NOT ${isRestoredSql('v')})),
    'result_confirmed', ${DECIDED_ON},
    'barred', ${BARRED},
    'bars', ${BARS})`;

/** SQL: the lot `l` went on for the last time at `w.at`: after a suspension, or because its failure was annulled. */
const WENT_ON = `CROSS JOIN LATERAL (SELECT greatest((SELECT s.resumed_at FROM lot s WHERE s.id = l.id),
       (SELECT max(p.applied_at) FROM remedy_application p WHERE p.lot_id = l.id AND p.effect = 'annul_failure')) AS at) w`;

/** SQL: when the buyer received the report of the lot `l`, or had it. */
const RECEIVED_AT = `coalesce((SELECT v.reported_at FROM ${OWN_REVIEW}), (SELECT d.delivered_at FROM lot_result d WHERE d.lot_id = l.id))`;

/**
 * SQL, JSON: since when the days to publish the award of the lot `l` count, and its publication: of the one that is still to be published,
 * where it follows another. They begin anew where the lot went on before that.
 */
const NOTICE = `(SELECT jsonb_build_object('result_published', a.published_on,
       'result_confirmed', CASE WHEN a.published_on < ${day('w.at')} THEN a.decided_on ELSE greatest(a.decided_on, ${day('w.at')}) END)
     FROM award a JOIN review v ON v.lot_id = a.lot_id AND v.report_hash = a.report_hash AND v.state = 'reported' ${WENT_ON}
     WHERE a.lot_id = l.id AND a.state IN ('pending', 'active', 'contracted') ORDER BY a.state <> 'pending', a.decided_on, a.id LIMIT 1)`;

/**
 * SQL: when the review of the lot `l` ended, when the buyer received its report, or had it, and what it confirmed: days that start and
 * stop clocks before anything is published. Who is to hand over the report has its days anew where the lot went on before that.
 */
export const LOT_CLOCK = `(SELECT jsonb_strip_nulls(jsonb_build_object(
    'review_ended', (SELECT ${day(`CASE WHEN ${RECEIVED_AT} < w.at THEN v.reported_at ELSE greatest(v.reported_at, w.at) END`)}
       FROM review v ${WENT_ON} WHERE v.lot_id = l.id AND v.state = 'reported'),
    'decision', ${DECISION},
    'notice', ${NOTICE},
    'remedy_owed', nullif(${isRemedyOwedSql('l.id', 'l.tender_id')}, false),
    'report_delivered', ${day(RECEIVED_AT)},
    'result_confirmed', coalesce(
      (SELECT min(a.decided_on) FROM award a WHERE a.lot_id = l.id AND a.state IN ('pending', 'active', 'contracted')),
      (SELECT ${day('d.at')} FROM (SELECT CASE WHEN l.state = 'reviewed' THEN lot_deemed_at(l.id) END AS at) d WHERE d.at <= business_now())))))`;

lotClockSql.contribute(() => LOT_CLOCK);
