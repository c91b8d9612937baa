import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';

/** SQL: where a lot stands today; silence confirms. */
const STATE = `lot_state_at(l.state, l.id, business_now())`;
const DELIVERED = `EXISTS (SELECT FROM lot_results d WHERE d.lot_id = l.id)`;

/** SQL: its first rank is shared, and nobody has put it in order. */
const TIED = `EXISTS (SELECT FROM declared_ties x WHERE x.lot_id = l.id)`;

/** From the report of a panel to the notice of its result. The law's days for it are tasks of their own. */
export function resultTasks(sql: Sql, scope: Scope): string[] {
  const lotTasksSql = (kind: string, permission: string, condition: string, agent: boolean): string => {
    const who = narrowScope(scope, permission);
    const whose = agent
      ? `(${isMine(sql, who, 't.buyer_id')} OR ${isMine(sql, who, 't.agent_id')})`
      : isMine(sql, who, 't.buyer_id');
    return `SELECT '${kind}', l.id, NULL::jsonb, 'tender', t.id, t.title, NULL::date, t.updated_at
      FROM tenders t JOIN lots l ON l.tender_id = t.id
      WHERE t.conducted = 'here' AND ${whose} AND ${condition}`;
  };
  return [
    lotTasksSql('report_delivery', 'report.deliver', `l.state = 'reviewed' AND NOT ${DELIVERED}`, true),
    lotTasksSql('result_tie', 'tender.approve', TIED, false),
    lotTasksSql(
      'result_confirmation',
      'tender.approve',
      `l.state = 'reviewed' AND ${STATE} = 'reviewed' AND ${DELIVERED} AND NOT ${TIED}`,
      false,
    ),
    lotTasksSql(
      'result_publication',
      'tender.draft',
      `l.state IN ('reviewed', 'confirmed') AND ${STATE} = 'confirmed'`,
      true,
    ),
  ];
}
