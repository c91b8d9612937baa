import { Injectable } from '@nestjs/common';
import { listHeldPermissions } from '../../kernel/access/held.js';
import type { Scope } from '../../kernel/access/scope.js';
import { runPreparedStatement } from '../../kernel/database/prepared.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../kernel/http/lists/list.js';
import { linkAllowedActions } from '../../kernel/actions/allowed-actions.js';
import { isConcerned, mustBeConcerned } from '../delivery/concerned.js';
import { planDueSql, isServed, planLastDaySql, planStateSql } from './plan-standing.queries.js';
import type { ContinuityPlanDto } from './plan.dto.js';
import { planSubject } from './plan.subject.js';

type PlanRow = Omit<ContinuityPlanDto, 'allowedActions'> & { buyer: string | null };

const SELECT = `m.id, m.version, m.contract_id AS contract, m.no, ${planStateSql('m', 'r')} AS state, m.proposed_on::text AS "proposedOn",
  ${planDueSql('r')}::text AS "dueOn", ${planLastDaySql('m', 'r')}::text AS "lapsesAfter", m.agreed_on::text AS "agreedOn",
  m.carried_out_on::text AS "carriedOutOn", m.decision_reason AS "decisionReason", r.buyer_id AS buyer,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('serviceLine', i.service_line_id, 'kind', i.kind, 'from', i.starts_on,
     'until', i.until, 'receiver', i.receiver_id, 'handsOver', i.hands_over, 'budgetLine', i.budget_line_id,
     'served', (SELECT count(*) FROM recipient p WHERE ${isServed('p', 'r', 'i.service_line_id')})) ORDER BY i.service_line_id), '[]')
   FROM continuity_plan_item i WHERE i.plan_id = m.id) AS items`;
const FROM = `FROM continuity_plan m JOIN contract r ON r.id = m.contract_id`;

/** Plans, for the parties of their contract, the communities of its lines and who watches over it. */
@Injectable()
export class PlansQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, contract: string, query: PageQuery, url: string): Promise<List<ContinuityPlanDto>> {
    const { reader } = this.transactions;
    await mustBeConcerned(reader, scope, contract);
    const sql = new Sql();
    sql.and(`m.contract_id = ${sql.p(contract)}`);
    const order = [
      { column: 'm.no', type: 'integer' },
      { column: 'm.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'DESC', sql);
    const rows = await reader.query<(PlanRow & { page_key: string })[]>(
      `SELECT ${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ({ page_key: _, ...row }) => toPlanView(row, scope));
  }

  async one(scope: Scope, contract: string, id: string): Promise<ContinuityPlanDto> {
    const sql = new Sql();
    sql.and(`m.id = ${sql.p(id)} AND m.contract_id = ${sql.p(contract)}`).and(isConcerned(sql, scope));
    const [row] = await runPreparedStatement<PlanRow>(
      this.transactions.reader,
      `SELECT ${SELECT} ${FROM} WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return toPlanView(row, scope);
  }
}

const toPlanView = ({ buyer, ...row }: PlanRow, scope: Scope): ContinuityPlanDto => ({
  ...row,
  allowedActions: linkAllowedActions(
    planSubject,
    row.state,
    { id: row.contract, plan: row.id },
    { permissions: listHeldPermissions(scope, [buyer]) },
  ),
});
