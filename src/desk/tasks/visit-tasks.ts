import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import { isFreeSql } from './task-parts.js';

/** What visits found: for the agency while it is open, for whoever visited once it is answered. */
export function visitTasks(sql: Sql, scope: Scope): string[] {
  return [
    waits(sql, narrowScope(scope, 'contract.deliver'), 'visit_finding', 'open', 'c.supplier_id', 'f.answer_by'),
    `${waits(sql, narrowScope(scope, 'visit.make'), 'visit_finding_answered', 'answered', 'f.body_id', 'NULL::date')}
     AND ${isFreeSql(sql, scope, 'c.supplier_id')}`,
  ];
}

const waits = (sql: Sql, scope: Scope, kind: string, state: string, whose: string, due: string): string => `
  SELECT '${kind}', f.id, NULL::jsonb, 'contract', c.id, c.title, ${due}, f.since
  FROM visit_findings f JOIN contracts c ON c.id = f.contract_id
  WHERE f.state = '${state}' AND ${isMine(sql, scope, whose)}`;
