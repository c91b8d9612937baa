import { listPermittedBodies } from '../../kernel/access/held.js';
import type { Scope } from '../../kernel/access/scope.js';
import type { Sql } from '../../kernel/database/sql.js';
import { UNSENT } from '../../care/evaluations/evaluation.lifecycle.js';
import { listGrantingRoles } from '../../people/accounts/roles.js';
import { actsForSql, isFreeSql, steppedAtSql, stepSql } from './task-parts.js';

interface Turn {
  permission: string;
  body: 'buyer_id' | 'evaluator_id';
  when: string;
  step: string;
  en: string;
  zh: string;
}
/**
 * SQL: who has declared on an evaluation `e` in this appointment. Who was free and has left the evaluator, or sits in the agency by
 * now, waits for nothing more.
 */
const TIES = `(SELECT t.tied, t.tied AND t.free = '{}' AS all_tied, ARRAY(SELECT f.id FROM unnest(t.free) AS f(id)
    WHERE ${actsForSql('f.id', 'e.evaluator_id', 'evaluation.act')}
      AND NOT EXISTS (SELECT FROM seats interest WHERE interest.user_id = f.id AND interest.organisation_id = e.supplier_id)) AS free
  FROM evaluation_ties t WHERE t.evaluation_id = e.id)`;
/** SQL: the caller, or the holder of the key that calls, has said in this appointment to be tied to nobody. */
const IS_FREE = `me.id = ANY (x.free)`;
/**
 * SQL: all who have declared, and are still there, are tied: another evaluator is needed. What was sent is judged by all who have
 * declared (`all_tied`): whoever was free and has left since has still scored it.
 */
const IS_TIED = `x.tied AND x.free = '{}'`;
/** SQL: nobody has an account by which they act for the evaluator: whatever waits for it waits for the buyer, which may choose another. */
const NOBODY_ACTS = `NOT EXISTS (SELECT FROM seats acting WHERE acting.active AND acting.organisation_id = e.evaluator_id
  AND acting.role IN ('${listGrantingRoles('evaluation.act').join("', '")}'))`;
const IS_CONFIRMED = `e.confirmed_set IS NOT DISTINCT FROM e.set_no`;

/** Whose turn it is in which state, and what for. What is over waits for nobody. */
const TURNS: readonly Turn[] = [
  { permission: 'evaluation.plan', body: 'buyer_id', when: `e.proposed_id IS NULL AND (e.state = 'planned' OR e.state = 'appealed' AND (${IS_TIED} OR ${NOBODY_ACTS}))`, step: 'propose-evaluator', en: 'propose an evaluator', zh: '提出评估机构' }, // prettier-ignore
  { permission: 'evaluation.approve', body: 'buyer_id', when: `e.state = 'planned' AND e.proposed_id IS NOT NULL`, step: 'appoint', en: 'appoint the evaluator', zh: '确定评估机构' }, // prettier-ignore
  { permission: 'evaluation.approve', body: 'buyer_id', when: `e.state = 'appealed' AND e.proposed_id IS NOT NULL`, step: 'reassign', en: 'appoint another evaluator', zh: '另行确定评估机构' }, // prettier-ignore
  { permission: 'evaluation.approve', body: 'buyer_id', when: `e.state IN ('declared', 'in_field') AND ${IS_TIED} OR e.state IN ('scored', 'confirmed') AND x.all_tied`, step: 'replace-evaluator', en: 'replace the evaluator, which is tied', zh: '更换有利害关系的评估机构' }, // prettier-ignore
  { permission: 'evaluation.approve', body: 'buyer_id', when: `e.state IN ('appointed', 'declared', 'in_field') AND ${NOBODY_ACTS} AND NOT (${IS_TIED})`, step: 'replace-evaluator', en: 'replace the evaluator, for which nobody has an account', zh: '更换评估机构：该机构无人持有可操作的账号' }, // prettier-ignore
  { permission: 'evaluation.act', body: 'evaluator_id', when: `e.state = 'appointed' OR e.state IN ('declared', 'in_field', 'appealed') AND NOT x.tied AND x.free = '{}'`, step: 'declare', en: 'declare', zh: '声明利害关系' }, // prettier-ignore
  { permission: 'evaluation.act', body: 'evaluator_id', when: `e.state = 'declared' AND ${IS_FREE}`, step: 'begin-fieldwork', en: 'begin', zh: '开始评估' }, // prettier-ignore
  { permission: 'evaluation.act', body: 'evaluator_id', when: `e.state = 'in_field' AND ${IS_FREE}`, step: 'submit-scores', en: 'score', zh: '评分' }, // prettier-ignore
  { permission: 'evaluation.act', body: 'evaluator_id', when: `e.state = 'appealed' AND ${IS_FREE}`, step: 're-evaluate', en: 'look again', zh: '复评' }, // prettier-ignore
  { permission: 'evaluation.approve', body: 'buyer_id', when: `e.state = 're_evaluated' AND x.all_tied`, step: 'return-scores', en: 'return the scores of an evaluator that is tied', zh: '退回有利害关系的评估机构的评分' }, // prettier-ignore
  { permission: 'evaluation.approve', body: 'buyer_id', when: `(e.state = 'scored' OR (e.state = 're_evaluated' AND NOT ${IS_CONFIRMED})) AND NOT x.all_tied`, step: 'confirm', en: 'confirm', zh: '确认' }, // prettier-ignore
  { permission: 'evaluation.plan', body: 'buyer_id', when: `(e.state = 'confirmed' OR (e.state = 're_evaluated' AND ${IS_CONFIRMED})) AND NOT x.all_tied`, step: 'publish', en: 'publish', zh: '公布' }, // prettier-ignore
];

/** What brings an evaluation to whose turn it is; filling in its sheet does not. */
const MOVES = [
  ...['planned', 'propose_evaluator', 'appoint', 'reassign', 'replace_evaluator', 'declare', 'begin_fieldwork'],
  ...['submit_scores', 'return_scores', 'confirm', 'publish', 'appeal', 're_evaluate'],
];

/** SQL: the caller; of a key its holder, whose hand it is. */
const personSql = (sql: Sql, { user, caller }: Scope): string =>
  user === null ? `(SELECT k.holder_id FROM api_keys k WHERE k.id = ${sql.p(caller)}::uuid)` : `${sql.p(user)}::uuid`;

/** SQL: the day on which its scores are due, until they are sent: for what comes after no day is set. */
const DUE_ON = `CASE WHEN e.state IN ('${UNSENT.join("', '")}') THEN e.due_on END`;

/** Evaluations that wait for the caller, by the day on which their scores are due. */
export function evaluationTasks(sql: Sql, scope: Scope): string[] {
  return [
    ...resolutions(sql, scope),
    ...listMeetingTasks(sql, scope),
    ...listAppealTasks(sql, scope),
    ...TURNS.flatMap(({ permission, body, when, step, en, zh }) => {
      const bodies = listPermittedBodies(scope, permission);
      // Whether they are tied is said by persons.
      if (bodies.length === 0 || (step === 'declare' && scope.user === null)) return [];
      // Whether an evaluator is tied is what it declares.
      const mayJudge = step === 'declare' ? 'true' : isFreeSql(sql, scope, 'e.supplier_id');
      return [
        `SELECT 'evaluation', e.id, ${stepSql(step, en, zh)}, 'contract', e.contract_id, NULL, ${DUE_ON}, ${steppedAtSql('evaluation', 'e.id', MOVES, 'e.updated_at')}
         FROM evaluations e CROSS JOIN LATERAL ${TIES} x CROSS JOIN (SELECT ${personSql(sql, scope)} AS id) me
         WHERE e.${body} = ANY (${sql.p(bodies)}::uuid[]) AND (${when}) AND ${mayJudge}`,
      ];
    }),
  ];
}

/** POLICY: for so many days an agency is told that it may appeal. No rule on record sets a last day; it may appeal later, too. */
const APPEAL_TOLD_DAYS = 30;

/** Evaluations of the own bodies' work as they were published, until they appeal, or have been told of it long enough. */
function listAppealTasks(sql: Sql, scope: Scope): string[] {
  const bodies = listPermittedBodies(scope, 'evaluation.appeal');
  if (bodies.length === 0) return [];
  return [
    `SELECT 'evaluation_appealable', e.id, NULL::jsonb, 'contract', e.contract_id, NULL, NULL::date, e.published_at
     FROM appealable_evaluations e WHERE e.supplier_id = ANY (${sql.p(bodies)}::uuid[])
       AND e.published_at > business_now() - interval '${APPEAL_TOLD_DAYS} days'`,
  ];
}

/** What meetings resolved that the own bodies are to do. */
function resolutions(sql: Sql, scope: Scope): string[] {
  const bodies = listPermittedBodies(scope, 'resolution.settle');
  if (bodies.length === 0) return [];
  return [
    `SELECT 'resolution', s.id, NULL, s.subject_type, s.subject_id, s.title, s.due_on, s.minuted_at
     FROM meeting_resolutions s WHERE s.state = 'open' AND s.owner_id = ANY (${sql.p(bodies)}::uuid[])`,
  ];
}

/** Meetings that the own bodies called: from their hour on they are held, and then minuted. */
function listMeetingTasks(sql: Sql, scope: Scope): string[] {
  const bodies = listPermittedBodies(scope, 'meeting.run');
  if (bodies.length === 0) return [];
  return [
    `SELECT 'meeting', m.id, CASE m.state WHEN 'held' THEN ${stepSql('minute', 'minutes', '待形成会议纪要')} ELSE ${stepSql('hold', 'to be held', '待召开')} END,
       m.subject_type, m.subject_id, m.title, (m.held_at AT TIME ZONE 'Asia/Shanghai')::date, m.held_at
     FROM open_meetings m WHERE (m.state = 'held' OR m.held_at <= business_now()) AND m.caller_id = ANY (${sql.p(bodies)}::uuid[])`,
  ];
}
