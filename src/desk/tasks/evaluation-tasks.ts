import { listPermittedBodies } from '../../kernel/access/held.js';
import type { Scope } from '../../kernel/access/scope.js';
import type { Sql } from '../../kernel/database/sql.js';

/** Whose turn it is in which state, and what for. What is over waits for nobody. */
const TURNS: readonly { permission: string; body: string; when: string; en: string; zh: string }[] = [
  { permission: 'evaluation.plan', body: 'buyer_id', when: `e.state = 'planned' AND e.proposed_id IS NULL`, en: 'propose an evaluator', zh: '提出评估机构' }, // prettier-ignore
  { permission: 'evaluation.approve', body: 'buyer_id', when: `e.state IN ('planned', 'appealed') AND e.proposed_id IS NOT NULL`, en: 'appoint the evaluator', zh: '确定评估机构' }, // prettier-ignore
  { permission: 'evaluation.act', body: 'evaluator_id', when: `e.state = 'appointed'`, en: 'declare', zh: '声明利害关系' }, // prettier-ignore
  { permission: 'evaluation.act', body: 'evaluator_id', when: `e.state IN ('declared', 'in_field')`, en: 'score', zh: '评分' }, // prettier-ignore
  { permission: 'evaluation.act', body: 'evaluator_id', when: `e.state = 'appealed'`, en: 'look again', zh: '复评' }, // prettier-ignore
  { permission: 'evaluation.approve', body: 'buyer_id', when: `e.state = 'scored' OR (e.state = 're_evaluated' AND e.confirmed_set IS DISTINCT FROM e.set_no)`, en: 'confirm', zh: '确认' }, // prettier-ignore
  { permission: 'evaluation.plan', body: 'buyer_id', when: `e.state = 'confirmed' OR (e.state = 're_evaluated' AND e.confirmed_set = e.set_no)`, en: 'publish', zh: '公布' }, // prettier-ignore
];

/** Evaluations that wait for the caller, by the day on which their scores are due. */
export function evaluationTasks(sql: Sql, scope: Scope): string[] {
  return [
    ...resolutions(sql, scope),
    ...TURNS.flatMap(({ permission, body, when, en, zh }) => {
      const bodies = listPermittedBodies(scope, permission);
      if (bodies.length === 0) return [];
      return [
        `SELECT 'evaluation', e.id, jsonb_build_object('en', ${sql.p(en)}::text, 'zh', ${sql.p(zh)}::text), 'contract', e.contract_id,
         NULL, e.due_on, e.updated_at
       FROM evaluations e WHERE e.${body} = ANY (${sql.p(bodies)}::uuid[]) AND (${when})`,
      ];
    }),
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
