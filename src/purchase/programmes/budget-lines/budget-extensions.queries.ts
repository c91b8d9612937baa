import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { CREATION } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { BudgetExtensionDto } from './budget-extension.dto.js';
import { visibleProgramme } from '../programme-row.queries.js';
import { budgetExtensionSubject, listExtensionPermissions } from './budget-extension.subject.js';
import { toView } from '../../../kernel/http/view.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { BudgetExtension } from './budget-extension.entity.js';

type Row = Omit<
  StoredRow<BudgetExtension>,
  'created_at' | 'updated_at' | 'programme_id' | 'requested_by' | 'decided_by'
>;
interface Programme {
  id: string;
  buyer_id: string;
  region: string | null;
  buyer_region: string | null;
}
const SELECT = `SELECT r.id, r.version, r.budget_line_id, r.use_by, r.until::text AS until, r.reason, r.state, r.requested_at,
  r.decided_at, r.decision_reason`;

@Injectable()
export class BudgetExtensionsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(
    scope: Scope,
    { programme, line }: { programme: string; line: string },
    query: PageQuery,
    url: string,
  ): Promise<List<BudgetExtensionDto>> {
    const seen = await this.programme(scope, programme, line);
    const sql = new Sql();
    sql.and(`r.budget_line_id = ${sql.p(line)}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(Row & { page_key: string })[]>(
      `${SELECT}, ${page.select} FROM budget_extension r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => toExtensionView(row, scope, seen));
  }

  async one(
    scope: Scope,
    { programme, line, id }: { programme: string; line: string; id: string },
  ): Promise<BudgetExtensionDto> {
    const seen = await this.programme(scope, programme, line);
    const [row] = await this.transactions.reader.query<Row[]>(
      `${SELECT} FROM budget_extension r WHERE r.id = $1 AND r.budget_line_id = $2`,
      [id, line],
    );
    if (!row) throw new Problem('not_found');
    return toExtensionView(row, scope, seen);
  }

  private async programme(scope: Scope, id: string, line: string): Promise<Programme> {
    const sql = new Sql();
    visibleProgramme(sql.and(`r.id = ${sql.p(id)}`), scope);
    sql.and(`EXISTS (SELECT FROM budget_line l WHERE l.id = ${sql.p(line)} AND l.programme_id = r.id)`);
    const [row] = await this.transactions.reader.query<Programme[]>(
      `SELECT r.id, r.buyer_id, r.region, (SELECT o.region FROM organisation o WHERE o.id = r.buyer_id) AS buyer_region
       FROM programme r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return row;
  }
}

const toExtensionView = (row: Row, scope: Scope, programme: Programme): BudgetExtensionDto =>
  toView(BudgetExtensionDto, row, {
    budgetLine: row.budget_line_id,
    allowedActions: linkAllowedActions(
      budgetExtensionSubject,
      row.state,
      { id: programme.id, line: row.budget_line_id, extension: row.id },
      { permissions: listExtensionPermissions(scope, programme) },
    ),
  });
