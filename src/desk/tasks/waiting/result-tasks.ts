import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { isRemedyOwedSql } from '../../../purchase/awards/remedies/disputes.queries.js';
import { isFirstBarredSql, isObjectedSql } from '../../../purchase/awards/results/first-rank.queries.js';
import { holdsReviewSql, joinLawfulDaySql, stepSql, steppedAtSql } from '../task-parts.js';

/** SQL: where a lot stands today; silence confirms. */
const STATE = `lot_state_at(l.state, l.id, business_now())`;
const DELIVERED = `EXISTS (SELECT FROM lot_results d WHERE d.lot_id = l.id)`;

/** SQL: its first rank is shared, and nobody has put it in order. */
const TIED = `EXISTS (SELECT FROM declared_ties x WHERE x.lot_id = l.id)`;

/** SQL: what was upheld about it is carried out first, which is a task of its own. */
const WAITS = isRemedyOwedSql('l.id', 't.id');

/** SQL: its first rank may not be confirmed, nor the next one. What its buyer can do is to say why it decides nothing; then it waits. */
const BARRED = isFirstBarredSql('l.id');
const SAY_WHY = stepSql(
  'record-objection',
  'the first rank is barred, so that the reason why nothing is decided is to be recorded',
  '第一候选人被禁止参加政府采购活动，待登记暂不确认的理由',
);

/** Steps by which a lot comes to be reviewed. */
const REVIEWED = ['report', 'apply_remedy', 'apply_remedy_after_contract', 'annul_failure'] as const;
const lotStepAtSql = (steps: readonly string[]): string => steppedAtSql('lot', 'l.id', steps, 't.updated_at');
/** SQL: when its result was confirmed: by a person, or by silence, which nobody has recorded yet. */
const CONFIRMED_AT = `CASE l.state WHEN 'reviewed' THEN coalesce(lot_deemed_at(l.id), t.updated_at)
  ELSE ${lotStepAtSql(['confirm', 'deem_confirmed', 'replace_award'])} END`;

const isBuyersSql = (sql: Sql, who: Scope): string => isMine(sql, who, 't.buyer_id');
const isOfEitherSql = (sql: Sql, who: Scope): string =>
  `(${isBuyersSql(sql, who)} OR ${isMine(sql, who, 't.agent_id')})`;

/** From the report of a panel to the notice of its result, each by the day on which the law wants it. */
export function resultTasks(sql: Sql, scope: Scope): string[] {
  const lotTasksSql = (
    kind: string,
    event: string,
    permission: string,
    condition: string,
    { whose, since, more = `'{}'::jsonb` }: { whose: (sql: Sql, who: Scope) => string; since: string; more?: string },
  ): string => {
    const who = narrowScope(scope, permission);
    return `SELECT '${kind}', l.id, jsonb_build_object('rule', law.rule) || ${more}, 'tender', t.id, t.title, law.due_on, ${since}
      FROM tenders t JOIN lots l ON l.tender_id = t.id ${joinLawfulDaySql('tender', 't.id', event, 'l.no::text')}
      WHERE t.conducted = 'here' AND ${whose(sql, who)} AND ${condition}`;
  };
  return [
    lotTasksSql('report_delivery', 'report_delivered', 'report.deliver', `l.state = 'reviewed' AND NOT ${DELIVERED}`, {
      whose: holdsReviewSql,
      since: lotStepAtSql(REVIEWED),
    }),
    lotTasksSql('result_tie', 'result_confirmed', 'tender.approve', TIED, {
      whose: isBuyersSql,
      since: lotStepAtSql(['deliver_report', ...REVIEWED]),
    }),
    lotTasksSql(
      'result_confirmation',
      'result_confirmed',
      'tender.approve',
      `l.state = 'reviewed' AND ${STATE} = 'reviewed' AND ${DELIVERED} AND NOT ${TIED} AND NOT ${WAITS}
        AND NOT (${isObjectedSql('l.id')} AND ${BARRED})`,
      {
        whose: isBuyersSql,
        since: lotStepAtSql(['deliver_report', 'settle_tie', 'withdraw_objection', ...REVIEWED]),
        more: `CASE WHEN ${BARRED} THEN ${SAY_WHY} ELSE '{}' END`,
      },
    ),
    lotTasksSql(
      'result_publication',
      'result_published',
      'tender.draft',
      `l.state IN ('reviewed', 'confirmed') AND ${STATE} = 'confirmed' AND NOT ${WAITS}`,
      { whose: isOfEitherSql, since: CONFIRMED_AT },
    ),
  ];
}
