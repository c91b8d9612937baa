import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { joinLawfulDaySql } from '../task-parts.js';

/** SQL: where a lot stands today; silence confirms. */
const STATE = `lot_state_at(l.state, l.id, business_now())`;
const DELIVERED = `EXISTS (SELECT FROM lot_results d WHERE d.lot_id = l.id)`;

/** SQL: its first rank is shared, and nobody has put it in order. */
const TIED = `EXISTS (SELECT FROM declared_ties x WHERE x.lot_id = l.id)`;

/** From the report of a panel to the notice of its result, each by the day on which the law wants it. */
export function resultTasks(sql: Sql, scope: Scope): string[] {
  const lotTasksSql = (kind: string, event: string, permission: string, condition: string, agent: boolean): string => {
    const who = narrowScope(scope, permission);
    const whose = agent
      ? `(${isMine(sql, who, 't.buyer_id')} OR ${isMine(sql, who, 't.agent_id')})`
      : isMine(sql, who, 't.buyer_id');
    return `SELECT '${kind}', l.id, jsonb_build_object('rule', law.rule), 'tender', t.id, t.title, law.due_on, t.updated_at
      FROM tenders t JOIN lots l ON l.tender_id = t.id ${joinLawfulDaySql('tender', 't.id', event, 'l.no::text')}
      WHERE t.conducted = 'here' AND ${whose} AND ${condition}`;
  };
  return [
    lotTasksSql(
      'report_delivery',
      'report_delivered',
      'report.deliver',
      `l.state = 'reviewed' AND NOT ${DELIVERED}`,
      true,
    ),
    lotTasksSql('result_tie', 'result_confirmed', 'tender.approve', TIED, false),
    lotTasksSql(
      'result_confirmation',
      'result_confirmed',
      'tender.approve',
      `l.state = 'reviewed' AND ${STATE} = 'reviewed' AND ${DELIVERED} AND NOT ${TIED}`,
      false,
    ),
    lotTasksSql(
      'result_publication',
      'result_published',
      'tender.draft',
      `l.state IN ('reviewed', 'confirmed') AND ${STATE} = 'confirmed'`,
      true,
    ),
  ];
}
