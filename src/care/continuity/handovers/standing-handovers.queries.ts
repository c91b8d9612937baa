import { wasRescindedSql } from '../../../purchase/contracts/ending/rescinded.queries.js';
import { contractEndSql, isServed, isSuccessor, planStateSql } from '../plan-standing.queries.js';

type PlanCondition = (p: string, c: string) => string;

/** SQL: plan `p` of contract `c` says who takes its recipients, also once it was carried out. */
export const SAYS: PlanCondition = (p, c) => `${planStateSql(p, c)} IN ('agreed', 'carried_out')`;
/** SQL: it said so, and nobody has said another thing since: what was taken over by a plan that has lapsed meanwhile still passes. */
const SPOKE: PlanCondition = (p, c) =>
  `(${SAYS(p, c)} OR ${planStateSql(p, c)} = 'lapsed' AND ${p}.agreed_on IS NOT NULL)`;

/** SQL: plan `p` of contract `c` is the last one that says so. */
export const isLastSql = (
  says: PlanCondition,
): string => `${says('p', 'c')} AND p.no = (SELECT max(q.no) FROM continuity_plan q
  WHERE q.contract_id = c.id AND ${says('q', 'c')})`;

/** SQL: ids of the bodies to which the last plan of a contract passes the recipients of a line: whom it names, or the agency of the successor. */
export const listFitReceiversSql = (contract: string, line: string, says: PlanCondition): string => `
  SELECT i.receiver_id AS id FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
    JOIN continuity_plan_item i ON i.plan_id = p.id
  WHERE c.id = ${contract} AND i.service_line_id = ${line} AND ${isLastSql(says)} AND i.receiver_id IS NOT NULL
  UNION SELECT s.supplier_id FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
    JOIN continuity_plan_item i ON i.plan_id = p.id JOIN contract s ON ${isSuccessor('s', 'c', 'i.service_line_id')}
  WHERE c.id = ${contract} AND i.service_line_id = ${line} AND ${isLastSql(says)} AND i.kind = 'retender' AND s.supplier_id <> c.supplier_id`;

/**
 * SQL: the contract under which the receiver of handover `h` of contract `c` serves its recipients, by what is signed today: the one that the
 * offer names, else its first one that follows on the line.
 */
export const receiverContractSql = (
  h: string,
  c: string,
): string => `coalesce(${h}.to_contract_id, (SELECT s.id FROM contract s WHERE s.supplier_id = ${h}.receiver_id
  AND ${isSuccessor('s', c, `${h}.service_line_id`)} ORDER BY coalesce(s.started_on::text, s.window_start), s.id LIMIT 1))`;

/** SQL: somebody has taken recipient `r` over who does not serve them yet. */
export const isPassing = (r: string): string => `EXISTS (
  SELECT FROM handover_recipient y JOIN handover x ON x.id = y.handover_id
  WHERE y.recipient_id = ${r}.id AND x.state = 'acknowledged' AND x.passed_at IS NULL)`;

/** SQL: no plan of contract `c` waits to be agreed on. */
const IS_SAID = `NOT EXISTS (SELECT FROM continuity_plan w WHERE w.contract_id = c.id AND ${planStateSql('w', 'c')} = 'proposed')`;

/** SQL: the receiver's contract that handover `x` names has fallen away. */
export const NAMES_FALLEN = `EXISTS (SELECT FROM contract t WHERE t.id = x.to_contract_id
  AND (t.state = 'void' OR t.terminated_on IS NOT NULL OR ${wasRescindedSql('t')}))`;

/** SQL: receiver of handover `x` of contract `c` is whom the plan still names, and its contract, where one is named, still stands. */
const STANDS = `(x.receiver_id IN (${listFitReceiversSql('x.contract_id', 'x.service_line_id', SPOKE)}) AND NOT ${NAMES_FALLEN})`;

/**
 * SQL: handover `h` was acknowledged, its recipients are the receiver's from today or an earlier day on, and it holds: nobody passes while the
 * contract runs, which may have been prolonged, nor to whom the plan does not name any more.
 */
export const isDueSql = (
  h: string,
): string => `(${h}.state = 'acknowledged' AND ${h}.passed_at IS NULL AND ${h}.passes_on <= business_today()
  AND EXISTS (SELECT FROM handover x JOIN contract c ON c.id = x.contract_id
    WHERE x.id = ${h}.id AND coalesce(${contractEndSql('c')} < business_today(), true) AND ${STANDS}))`;

/**
 * SQL: handovers whose recipients were taken over, and are still to pass, otherwise than holds by now, with the instant of the plan that
 * says so: the contract was prolonged, or another day or body was agreed on, or the receiver's contract has fallen away. They are taken back
 * and offered anew: nobody takes them over otherwise than it said. Not while a plan waits to be agreed on.
 */
export const OUTDATED_HANDOVERS = `
  SELECT x.id, x.contract_id, x.service_line_id, x.receiver_id, greatest(x.since, p.since) AS since FROM handover x
  JOIN contract c ON c.id = x.contract_id LEFT JOIN contract s ON s.id = x.to_contract_id
  LEFT JOIN continuity_plan p ON p.contract_id = c.id AND ${isLastSql(SPOKE)}
  LEFT JOIN continuity_plan_item i ON i.plan_id = p.id AND i.service_line_id = x.service_line_id
  WHERE x.state = 'acknowledged' AND x.passed_at IS NULL AND ${IS_SAID}
    AND (NOT ${STANDS} OR ${contractEndSql('c')} >= greatest(x.passes_on, business_today()) OR p.state = 'agreed' AND p.since > x.since AND x.passes_on > business_today()
      AND x.passes_on::text <> greatest(x.acknowledged_on::text, i.starts_on::text,
        CASE WHEN s.started_on IS NOT NULL THEN s.started_on::text WHEN length(s.window_start) = 10 THEN s.window_start END))`;

/**
 * SQL: handover `h`, which is offered, cannot be taken over as it was offered: the plan does not name its receiver any more, the contract
 * that it names has fallen away, or somebody has come or gone since.
 */
export const isOutdatedOfferSql = (
  h: string,
): string => `EXISTS (SELECT FROM handover x JOIN contract c ON c.id = x.contract_id
  WHERE x.id = ${h}.id AND (x.receiver_id NOT IN (${listFitReceiversSql('x.contract_id', 'x.service_line_id', SAYS)}) OR ${NAMES_FALLEN}
    OR (x.recipients, x.recipients) <> (SELECT count(*), count(n.recipient_id) FROM recipient r
      LEFT JOIN handover_recipient n ON n.handover_id = x.id AND n.recipient_id = r.id
      WHERE ${isServed('r', 'c', 'x.service_line_id')} AND NOT ${isPassing('r')})))`;

/** SQL: a plan says who takes over the recipients of offer `h`, be it another body; without one they can be offered to nobody. */
export const isOfferableSql = (h: string): string =>
  `EXISTS (${listFitReceiversSql(`${h}.contract_id`, `${h}.service_line_id`, SAYS)})`;

/** SQL: such offers, with the instant of the offer. Not while a plan waits to be agreed on. */
export const OUTDATED_OFFERS = `
  SELECT o.id, o.contract_id, o.service_line_id, o.receiver_id, o.since, ${isOfferableSql('o')} AS offerable FROM handover o JOIN contract c ON c.id = o.contract_id
  WHERE o.state = 'offered' AND ${IS_SAID} AND ${isOutdatedOfferSql('o')}`;
