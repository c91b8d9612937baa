import { wasRescindedSql } from '../../purchase/contracts/ending/rescinded.queries.js';

/** Days after the end of its contract, or after a later proposal, within which a plan is carried out; then it lapses. */
const CARRY_OUT_DAYS = 30;

/**
 * SQL: the last day of the service under contract `c`, which goes on here: of its window, or the one on which it was ended early, or on which
 * its agency has delivered the whole before (`servedEndSql`): nobody serves under it from then on.
 */
export const contractEndSql = (c: string): string =>
  `least(${c}.content #>> '{window,end}', ${c}.terminated_on, ${c}.delivered_on::text)::date`;

/** SQL: the last day that was agreed on for contract `c`: what was delivered before it moves no period of a plan, nor the day of a renewal. */
export const agreedEndSql = (c: string): string => `least(${c}.content #>> '{window,end}', ${c}.terminated_on)::date`;

/** SQL: the last day on which a plan for what follows contract `c` is waited for where there is none. */
export const planningEndSql = (c: string): string => `(${agreedEndSql(c)} + ${CARRY_OUT_DAYS})`;

/** SQL: the last day of plan `p` of contract `c`. */
export const planLastDaySql = (p: string, c: string): string =>
  `(CASE WHEN ${p}.proposed_on <= ${agreedEndSql(c)} + ${CARRY_OUT_DAYS} THEN ${agreedEndSql(c)} ELSE ${p}.proposed_on END + ${CARRY_OUT_DAYS})`;

/** SQL: where plan `p` of contract `c` stands today, whether or not anything has touched its row since its last day. */
export const planStateSql = (p: string, c: string): string =>
  `(CASE WHEN ${p}.state IN ('proposed', 'agreed') AND ${planLastDaySql(p, c)} < business_today() THEN 'lapsed' ELSE ${p}.state END)`;

/** SQL, behind FROM: the items `i` by which plan `p` names who takes over under another contract; a committee that takes its own residents in is paid nothing for it. */
export const planReceiversSql = (p: string): string =>
  `continuity_plan_item i WHERE i.plan_id = ${p} AND i.kind = 'hand_over' AND i.receiver_id IS NOT NULL`;

/** SQL: plan facts `f` of contract `c`, which goes on here, that hold; what was planned has `fallen` away where the contract runs on beyond it. */
const planFactsSql = (
  c: string,
  fallen: 'fallen' | 'standing',
): string => `fact f WHERE f.subject_type = 'contract' AND f.subject_id = ${c}.id
  AND f.kind = 'plan' AND f.data ->> 'kind' <> 'none' AND f.data ->> 'withdrawnOn' IS NULL AND NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id)
  AND (f.data ->> 'from' <= ${contractEndSql(c)}::text) IS ${fallen === 'fallen' ? 'TRUE' : 'NOT TRUE'}`;

/** SQL: the day on which it was first agreed what follows contract `c` as it ends by now; prolonged by what was planned, it needs another plan. */
export const planAgreedSql = (c: string): string =>
  `(SELECT min(f.data ->> 'agreedOn') FROM ${planFactsSql(c, 'standing')})`;

/**
 * SQL: the day of the final milestone of contract `c`, which goes on here, as its content has it: also before its start, when no row stands
 * for it. Where the contract was prolonged by what was planned, milestones of the time before are none.
 */
export const finalMilestoneSql = (c: string): string =>
  `(SELECT max((d ->> 'dueOn')::date) FROM jsonb_array_elements(${c}.content -> 'milestones') d
    WHERE d ->> 'dueOn' >= coalesce((SELECT max(f.data ->> 'from') FROM ${planFactsSql(c, 'fallen')}), ''))`;

/** SQL: when a plan for contract `c` is due: before its final milestone, where there is one, else before its end; where it was ended early, at once. */
export const planDueSql = (c: string): string => `least(${finalMilestoneSql(c)}, ${agreedEndSql(c)})`;

/**
 * SQL: recipient `r` is served on this line by the agency of contract `c`: registered under it, or under one that was over before it is. Who
 * has died, left or wants no more has a last day.
 */
export const isServed = (r: string, c: string, line: string): string => `(${r}.service_line_id = ${line}
  AND ${r}.holder_id = ${c}.supplier_id AND (${r}.until IS NULL OR ${r}.until >= business_today())
  AND (${r}.contract_id = ${c}.id OR NOT EXISTS (SELECT FROM contract other
    WHERE other.id = ${r}.contract_id AND ${contractEndSql('other')} >= least(${contractEndSql(c)}, business_today()))))`;

/** SQL: contract `s` is signed and covers this line after the end of contract `c`. */
export const isSuccessor = (s: string, c: string, line: string): string => `(${s}.id <> ${c}.id
  AND ${s}.dataset = ${c}.dataset AND ${s}.state NOT IN ('draft', 'void', 'terminated') AND NOT ${wasRescindedSql(s)}
  AND ${s}.window_end > ${contractEndSql(c)}::text
  AND EXISTS (SELECT FROM contract_service_line q WHERE q.contract_id = ${s}.id AND q.service_line_id = ${line}))`;

/** SQL: item `i` of a plan of contract `c` is a hope: the contract that is to follow is not signed; one that was prolonged by an amendment is renewed. */
export const lacksSuccessorSql = (i: string, c: string): string => `(${i}.kind IN ('renew', 'retender')
  AND NOT (${i}.kind = 'renew' AND ${contractEndSql(c)} >= ${i}.starts_on) AND NOT EXISTS (SELECT FROM contract s
    WHERE ${isSuccessor('s', c, `${i}.service_line_id`)} AND (${i}.kind = 'retender' OR s.supplier_id = ${c}.supplier_id)))`;

/** SQL: plan `p` of contract `c` has such an item: it cannot be carried out. */
export const isHopedSql = (p: string, c: string): string =>
  `EXISTS (SELECT FROM continuity_plan_item i WHERE i.plan_id = ${p}.id AND ${lacksSuccessorSql('i', c)})`;

/** SQL: the first day of the service under the award of contract `c`; of a renewal the one its years were counted from. */
export const serviceFirstDaySql = (
  c: string,
): string => `least(${c}.content #>> '{window,start}', ${c}.started_on::text,
  (SELECT w.first_day::text FROM contract_renewal w WHERE w.contract_id = ${c}.id),
  (SELECT min(b.window_start) FROM contract b WHERE b.award_id = ${c}.award_id AND b.state NOT IN ('draft', 'void')))`;

/**
 * SQL: item `i` of a plan of contract `c` that was carried out holds no more: the contract runs on beyond it, the contract
 * that followed was ended early, or whoever took the recipients over is no more. What comes next has to be said anew.
 */
export const hasFallenAway = (i: string, c: string): string => `(${contractEndSql(c)} >= ${i}.starts_on
  OR ${i}.kind IN ('renew', 'retender') AND NOT EXISTS (SELECT FROM contract s WHERE ${isSuccessor('s', c, `${i}.service_line_id`)})
  OR EXISTS (SELECT FROM organisation o WHERE o.id = ${i}.receiver_id AND o.state IN ('merged', 'dissolved')))`;

/** SQL: contract `c` was ended early since plan `p` was agreed on: what follows begins at once, not on the day that the plan says. */
export const isOvertakenSql = (p: string, c: string): string =>
  `coalesce(${p}.agreed_on::text <= ${c}.terminated_on, false)`;

/** SQL: the day on which recipients of this line pass whom somebody has taken over from contract `c`, and does not serve yet. */
export const passingDaySql = (c: string, line: string): string =>
  `(SELECT max(h.passes_on) FROM handover h WHERE h.contract_id = ${c}.id AND h.service_line_id = ${line} AND h.state = 'acknowledged' AND h.passed_at IS NULL)`;

/** SQL: contract `c` was ended early, and who was taken over passes later than on the next day: nobody serves its recipients meanwhile. */
export const leavesGapSql = (c: string): string => `(${c}.terminated_on IS NOT NULL AND EXISTS (
  SELECT FROM handover h WHERE h.contract_id = ${c}.id AND h.state = 'acknowledged' AND h.passed_at IS NULL
    AND h.passes_on > greatest(${contractEndSql(c)} + 1, business_today())))`;
