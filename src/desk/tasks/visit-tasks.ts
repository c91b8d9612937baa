import { actsForVisitorSql, isVisitorGoneSql } from '../../care/delivery/visits/visiting-bodies.queries.js';
import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import { actsForBuyerSql, isFreeSql, midnight, stepSql } from './task-parts.js';

/**
 * What was planned to be visited, and what visits found: for the agency while it is open, for whoever visited once it is answered.
 * Where nobody of theirs may act any more, the buyer ends it.
 */
export function visitTasks(sql: Sql, scope: Scope): string[] {
  const isFree = isFreeSql(sql, scope, 'c.supplier_id');
  const whose = (body: string) => ({ contract: 'c.id', body, buyer: 'c.buyer_id', supplier: 'c.supplier_id' });
  const settles = `(${actsForVisitorSql(sql, scope, whose('f.body_id'))} AND ${isFree}
    OR ${actsForBuyerSql(sql, scope, 'visit.make')} AND ${isVisitorGoneSql(whose('f.body_id'))})`;
  return [
    findingTasksSql(
      'visit_finding',
      'open',
      isMine(sql, narrowScope(scope, 'contract.deliver'), 'c.supplier_id'),
      'f.answer_by',
    ),
    findingTasksSql('visit_finding_answered', 'answered', settles, 'NULL::date'),
    `SELECT 'visit_report', v.id, jsonb_build_object('step', 'report'), 'contract', c.id, c.title, v.planned_on, greatest(v.created_at, ${midnight('v.planned_on')})
     FROM planned_visits v JOIN contracts c ON c.id = v.contract_id
     WHERE v.planned_on <= business_today() AND ${actsForVisitorSql(sql, scope, whose('v.body_id'))} AND ${isFree}`,
    `SELECT 'visit_report', v.id, ${stepSql('cancel', 'to be cancelled, nobody of who planned it may act any more', '原走访方已无人可办理，请取消走访')}, 'contract', c.id, c.title,
       v.planned_on, v.created_at
     FROM planned_visits v JOIN contracts c ON c.id = v.contract_id
     WHERE ${actsForBuyerSql(sql, scope, 'contract.manage')} AND ${isVisitorGoneSql(whose('v.body_id'))}`,
  ];
}

const findingTasksSql = (kind: string, state: string, whose: string, due: string): string => `
  SELECT '${kind}', f.id, NULL::jsonb, 'contract', c.id, c.title, ${due}, f.since
  FROM visit_findings f JOIN contracts c ON c.id = f.contract_id
  WHERE f.state = '${state}' AND ${whose}`;
