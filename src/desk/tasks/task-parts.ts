import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import type { Text } from '../../kernel/errors/texts.js';
import { listGrantingRoles, type Permission } from '../../people/accounts/roles.js';
import type { TaskDetail } from './told/task-titles.js';

/** SQL: the caller is who held the review of the purchase `t`, and hands over its report: its agent, else its buyer. */
export const holdsReviewSql = (sql: Sql, who: Scope): string =>
  `(${isMine(sql, who, 't.agent_id')} OR t.agent_id IS NULL AND ${isMine(sql, who, 't.buyer_id')})`;

/** SQL: the start of a day here, as an instant. */
export const midnight = (date: string): string => `((${date})::timestamp AT TIME ZONE 'Asia/Shanghai')`;

/** SQL: the last day a recorded date can mean. */
export const latestDaySql = (date: string): string => `CASE length(${date}) WHEN 10 THEN ${date}::date
  WHEN 7 THEN ((${date} || '-01')::date + interval '1 month - 1 day')::date WHEN 4 THEN (${date} || '-12-31')::date END`;

/** SQL: what a task is about, where it has the same name in every language. */
export const sameTitleSql = (name: string): string => `jsonb_build_object('en', ${name}, 'zh', ${name})`;

/**
 * SQL: when the object `id` of a kind last took one of these steps, by which it came to wait; `otherwise` where nobody recorded one.
 * What else is done to it moves the instant of its row, and makes no task newer.
 */
export const steppedAtSql = (kind: string, id: string, steps: readonly string[], otherwise: string): string => `
  coalesce((SELECT max(taken.at) FROM audit_steps taken WHERE taken.aggregate_type = '${kind}' AND taken.aggregate_id = ${id}::text
    AND taken.action IN ('${steps.join("', '")}')), ${otherwise})`;

/** SQL: which of several steps ends a task, and what it is called. */
export const stepSql = (step: string, en: string, zh: string): string =>
  `jsonb_build_object('step', '${step}', 'en', '${en}', 'zh', '${zh}')`;

/**
 * SQL: a join of `law`, the first day by which the law wants `event` of the root `id`, or of the part of it that `part`
 * names: `due_on`, and the `rule` that says so. Nothing where no such period runs.
 */
export const joinLawfulDaySql = (type: 'tender' | 'contract', id: string, event: string, part: string): string => `
  LEFT JOIN LATERAL (SELECT d.due_on, d.rule FROM statutory_deadlines d
    WHERE d.subject_type = '${type}' AND d.subject_id = ${id} AND d.event = '${event}' AND d.part IN ('-', ${part})
    ORDER BY d.due_on, d.rule LIMIT 1) law ON true`;

/** SQL: the public was heard on the draft `t`. */
export const IS_HEARD = `EXISTS (SELECT FROM tender_opinions o WHERE o.tender_id = t.id AND o.kind = 'public' AND o.participants > 0)`;

/** SQL: something was done under the contract `c`, which ended: it is accepted as far as that goes. The guards of its steps ask the same (`isAnythingDelivered`). */
export const PERFORMED = `(c.delivered_on IS NOT NULL
  OR EXISTS (SELECT FROM facts_in_force f WHERE f.subject_type = 'contract' AND f.subject_id = c.id AND f.kind = 'delivered')
  OR EXISTS (SELECT FROM milestones m WHERE m.contract_id = c.id AND m.state IN ('submitted', 'accepted', 'partially_accepted'))
  OR EXISTS (SELECT FROM standing_records r WHERE r.contract_id = c.id AND r.within_contract))`;

/** SQL: a milestone of the contract `c` was accepted: of one that ended, what is accepted of it is said by a round that does not fail. */
export const ACCEPTED = `EXISTS (SELECT FROM milestones m WHERE m.contract_id = c.id AND m.state IN ('accepted', 'partially_accepted'))`;

/** SQL: this user, whose account stands, holds the permission by a seat in the body. */
export const actsForSql = (user: string, body: string, permission: Permission): string =>
  `EXISTS (SELECT FROM seats acting WHERE acting.user_id = ${user} AND acting.active AND acting.organisation_id = ${body}
     AND acting.role IN ('${listGrantingRoles(permission).join("', '")}'))`;

/**
 * SQL: nobody can sign the round `a` of the contract `c` to its end: it has no members, or one of them has left, may not sign for the
 * buyer, or has come to sit in the supplier. Its members are to be named anew.
 */
export const CANNOT_BE_SIGNED = `(a.members = 0 OR EXISTS (SELECT FROM unnest(a.unsigned_by) AS m(id) WHERE m.id IS NOT NULL
  AND (NOT ${actsForSql('m.id', 'c.buyer_id', 'acceptance.prepare')}
    OR EXISTS (SELECT FROM seats interest WHERE interest.user_id = m.id AND interest.organisation_id = c.supplier_id))))`;

/**
 * SQL: the caller sits in the body of this column, about which something is decided (guard `acts_with_interest`). A key, which acts
 * for one body, is its holder's hand, and has the interests of all the bodies that its holder sits in.
 */
export const hasInterestSql = (sql: Sql, scope: Scope, body: string): string => {
  if (scope.user !== null || scope.caller === null) return isMine(sql, scope, body);
  return `EXISTS (SELECT FROM seats interest JOIN api_keys k ON k.holder_id = interest.user_id
    WHERE k.id = ${sql.p(scope.caller)}::uuid AND interest.organisation_id = ${body})`;
};

/** SQL: the caller has no such interest. */
export const isFreeSql = (sql: Sql, scope: Scope, body: string): string =>
  `(${hasInterestSql(sql, scope, body)}) IS NOT TRUE`;

/** SQL: the caller may do `permission` for the buyer of the contract `c`, and does not sit in its supplier. */
export const actsForBuyerSql = (sql: Sql, scope: Scope, permission: string): string =>
  `${isMine(sql, narrowScope(scope, permission), 'c.buyer_id')} AND ${isFreeSql(sql, scope, 'c.supplier_id')}`;

/** A task that another step ends than its statement says (null: one of somebody else), with the reason behind its title. */
export const withStep = <R extends { title: TaskDetail | null }>(row: R, step: string | null, why: Text): R => ({
  ...row,
  title: { ...row.title, step, en: `${row.title?.en ?? ''}${why.en}`, zh: `${row.title?.zh ?? ''}${why.zh}` },
});

/** SQL: the purchase `t` lies in a region in which the caller approves methods, or its buyer does. */
export const approvesMethodSql = (sql: Sql, scope: Scope): string => `(${isSupervised(sql, scope, 't.region')}
  OR EXISTS (SELECT FROM organisations o WHERE o.id = t.buyer_id AND ${isSupervised(sql, scope, 'o.region')}))`;
