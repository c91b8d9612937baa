import { contractEndSql, isServed, isSuccessor, planStateSql } from '../plan-standing.queries.js';
import { isLastSql, isPassing, listFitReceiversSql, SAYS } from './standing-handovers.queries.js';

/**
 * SQL, behind FROM: recipients `r`, with their line `x`, whom contract `c` leaves behind. It has ended, its agency still serves them, on a line that
 * goes on and under no later contract, and nobody has taken them over. Whatever becomes of its plan, somebody has to pass them on.
 */
export const leftRecipientsSql = (
  c: string,
): string => `contract_service_line x JOIN service_line l ON l.id = x.service_line_id
  JOIN recipient r ON r.service_line_id = x.service_line_id
  WHERE x.contract_id = ${c}.id AND ${contractEndSql(c)} < business_today() AND l.state <> 'ended' AND (l.until IS NULL OR l.until >= business_today())
    AND ${isServed('r', c, 'x.service_line_id')} AND NOT ${isPassing('r')} AND NOT EXISTS (
      SELECT FROM contract later JOIN contract_service_line w ON w.contract_id = later.id AND w.service_line_id = x.service_line_id
      WHERE later.id <> ${c}.id AND later.supplier_id = ${c}.supplier_id AND later.dataset = ${c}.dataset AND later.state NOT IN ('draft', 'void')
        AND (least(later.window_end, later.terminated_on, later.delivered_on::text), later.id) > (${contractEndSql(c)}::text, ${c}.id))`;

/** SQL: contract `c` leaves recipients behind. */
export const leavesRecipientsSql = (c: string): string => `EXISTS (SELECT FROM ${leftRecipientsSql(c)})`;

/** SQL: contract `c` leaves recipients behind, no plan says who takes them over, and none stands that may come to say it: another is made. */
export const leavesUnplannedSql = (c: string): string => `(EXISTS (SELECT FROM ${leftRecipientsSql(c)}
    AND NOT EXISTS (${listFitReceiversSql('x.contract_id', 'x.service_line_id', SAYS)}))
  AND NOT EXISTS (SELECT FROM continuity_plan v WHERE v.contract_id = ${c}.id AND ${planStateSql('v', c)} IN ('proposed', 'agreed')))`;

/**
 * SQL: a row is a service line with recipients whom a plan passes to another body, and who are not offered to it: to whom the plan names, or, of a
 * line that was tendered anew, to the agency of the first signed contract that follows; also who came, or came back, after others were taken
 * over. Whom the plan names takes the line over also where nobody is served. `agency_id` is the agency that takes them over; a committee that takes its own residents in is none.
 */
export const UNOFFERED_HANDOVERS = `
  SELECT i.plan_id, i.service_line_id, l.name AS line_name, i.starts_on,
    CASE i.kind WHEN 'hand_over' THEN i.receiver_id WHEN 'retender' THEN n.supplier_id END AS agency_id
  FROM continuity_plan_item i JOIN continuity_plan p ON p.id = i.plan_id JOIN contract c ON c.id = p.contract_id
  LEFT JOIN service_line l ON l.id = i.service_line_id
  LEFT JOIN LATERAL (SELECT bool_and(s.supplier_id <> c.supplier_id) AS is_other,
      (array_agg(s.supplier_id ORDER BY coalesce(s.started_on::text, s.window_start), s.id))[1] AS supplier_id
    FROM contract s WHERE i.kind = 'retender' AND ${isSuccessor('s', 'c', 'i.service_line_id')}) n ON true
  WHERE ${isLastSql(SAYS)} AND (i.kind IN ('hand_over', 'absorb') OR n.is_other)
    AND NOT EXISTS (SELECT FROM handover h WHERE h.contract_id = p.contract_id AND h.service_line_id = i.service_line_id AND h.state IN ('offered', 'refused'))
    AND (EXISTS (SELECT FROM recipient r WHERE ${isServed('r', 'c', 'i.service_line_id')} AND NOT ${isPassing('r')})
      OR i.kind IN ('hand_over', 'absorb') AND p.state = 'agreed'
        AND NOT EXISTS (SELECT FROM handover h WHERE h.contract_id = p.contract_id AND h.service_line_id = i.service_line_id AND h.state = 'acknowledged'))`;
