import { narrowed } from '../../platform/access/scope.js';
import { isMine } from '../../platform/access/visible.js';
/** What visits found: for the agency while it is open, for whoever visited once it is answered. */
export function visitTasks(sql, scope) {
    return [
        waits(sql, narrowed(scope, 'contract.deliver'), 'visit_finding', 'open', 'c.supplier_id', 'f.answer_by'),
        waits(sql, narrowed(scope, 'visit.make'), 'visit_finding_answered', 'answered', 'v.body_id', 'NULL::date'),
    ];
}
const waits = (sql, scope, kind, state, whose, due) => `
  SELECT '${kind}', f.id, NULL::jsonb, 'contract', c.id, c.title, ${due}, f.since
  FROM visit_finding f JOIN visit v ON v.id = f.visit_id JOIN contract c ON c.id = v.contract_id
  WHERE f.state = '${state}' AND ${isMine(sql, scope, whose)}`;
//# sourceMappingURL=tasks.visits.js.map