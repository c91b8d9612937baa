import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { listContractPermissions, isConcerned, mustBeConcerned, filterVisible } from '../concerned.js';
import type { MilestoneDto } from './milestone.dto.js';
import { milestoneSubject } from './milestone.subject.js';

interface MilestoneRow extends Omit<MilestoneDto, 'submittedAt' | 'decidedAt' | 'allowedActions'> {
  submittedAt: Date | null;
  decidedAt: Date | null;
  buyer: string | null;
  supplier: string | null;
}

/** SQL: the state of milestone `m` of contract `r` as of now; a contract that does not run owes nothing meanwhile. */
const STATE_NOW = `CASE WHEN m.state = 'scheduled' AND r.state = 'active' AND m.due_on < business_today() THEN 'missed' ELSE m.state END`;

const SELECT = `m.id, m.version, m.contract_id AS contract, m.no, m.name, m.due_on::text AS "dueOn", m.shown_by AS "shownBy", m.final,
  ${STATE_NOW} AS state, m.dropped, m.evidence, m.submitted_at AS "submittedAt", m.decided_at AS "decidedAt",
  m.decision_reason AS "decisionReason", r.buyer_id AS buyer, r.supplier_id AS supplier`;
const FROM = `FROM milestone m JOIN contract r ON r.id = m.contract_id`;

/** Milestones, for the parties of their contract, the communities of its lines and who watches over it. */
@Injectable()
export class MilestonesQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, contract: string, query: PageQuery, url: string): Promise<List<MilestoneDto>> {
    const { reader } = this.transactions;
    await mustBeConcerned(reader, scope, contract);
    const sql = new Sql();
    sql.and(`m.contract_id = ${sql.p(contract)}`);
    const order = [
      { column: 'm.no', type: 'integer' },
      { column: 'm.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await reader.query<(MilestoneRow & { page_key: string })[]>(
      `SELECT ${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ({ page_key: _, ...row }) => toMilestoneView(row, scope));
  }

  async one(scope: Scope, contract: string, id: string): Promise<MilestoneDto> {
    const sql = new Sql();
    sql.and(`m.id = ${sql.p(id)} AND m.contract_id = ${sql.p(contract)}`).and(isConcerned(sql, scope));
    const [row] = await this.transactions.reader.query<MilestoneRow[]>(
      `SELECT ${SELECT} ${FROM} WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return toMilestoneView(row, scope);
  }

  filterVisible(scope: Scope, ids: readonly string[]): Promise<string[]> {
    return filterVisible(this.transactions.reader, 'milestone', scope, ids);
  }
}

function toMilestoneView(
  { buyer, supplier, submittedAt, decidedAt, ...row }: MilestoneRow,
  scope: Scope,
): MilestoneDto {
  const place = { id: row.contract, milestone: row.id };
  return {
    ...row,
    submittedAt: submittedAt?.toISOString() ?? null,
    decidedAt: decidedAt?.toISOString() ?? null,
    allowedActions: linkAllowedActions(milestoneSubject, row.state, place, {
      permissions: listContractPermissions(scope, { buyer, supplier }),
    }),
  };
}
