import { Injectable } from '@nestjs/common';
import { listHeldPermissions } from '../../kernel/access/held.js';
import type { Scope } from '../../kernel/access/scope.js';
import { regionWithinSql } from '../../kernel/access/visible.js';
import { externalIdsSql, type ExternalId } from '../../kernel/database/external-ids/external-ids.js';
import { rootFilters } from '../../kernel/http/lists/root-filters.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { List } from '../../kernel/http/lists/list.js';
import { keysetOfRoots } from '../../kernel/http/lists/root-order.js';
import { linkAllowedActions } from '../../kernel/actions/allowed-actions.js';
import { formatYuanOrNull } from '../../kernel/money/money.js';
import type { Language } from '../../kernel/errors/texts.js';
import { BudgetLinesQueries } from './budget-lines/budget-lines.queries.js';
import { loadGradesForProgramme } from './earlier-grades.js';
import { visibleProgramme, type ProgrammeRow } from './programme-row.queries.js';
import { programmeSubject } from './programme.subject.js';
import { type ProgrammeDetailDto, ProgrammeDto } from './programme-view.dto.js';
import type { ProgrammeQuery } from './programme.dto.js';
import { toView } from '../../kernel/http/view.js';
import { standingBodySql } from '../../people/organisations/merges/standing-records.js';

interface ProgrammeViewRow extends ProgrammeRow {
  buyer_name: string;
  budget: string | null;
  external_ids: ExternalId[];
}

const COLUMNS = `r.*, b.name AS buyer_name,
  (SELECT sum(l.amount) FROM budget_line l WHERE l.programme_id = r.id) AS budget, ${externalIdsSql('programme')}`;
const FROM = `programme r JOIN organisation b ON b.id = r.buyer_id`;

const view = (row: ProgrammeViewRow): ProgrammeDto =>
  toView(ProgrammeDto, row, {
    buyer: row.buyer_id,
    budget: formatYuanOrNull(row.budget),
    currency: 'CNY',
  });

@Injectable()
export class ProgrammesQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly lines: BudgetLinesQueries,
  ) {}

  async list(scope: Scope, query: ProgrammeQuery, url: string): Promise<List<ProgrammeDto>> {
    const sql = visibleProgramme(rootFilters(new Sql(), 'programme', query), scope);
    sql.when(query.year, (p) => `r.year = ${p}`);
    sql.when(query.state, (p) => `r.state = ${p}`);
    sql.when(query.buyer, (p) => `r.buyer_id = ${standingBodySql(p)}`);
    if (query.region) sql.and(regionWithinSql(sql, 'r.region', query.region));
    const page = keysetOfRoots(query, sql);
    const rows = await this.transactions.reader.query<(ProgrammeViewRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, view);
  }

  async one(scope: Scope, id: string, lang: Language): Promise<ProgrammeDetailDto> {
    const sql = new Sql();
    visibleProgramme(sql.and(`r.id = ${sql.p(id)}`), scope);
    const [row] = await this.transactions.reader.query<ProgrammeViewRow[]>(
      `SELECT ${COLUMNS} FROM ${FROM} WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return {
      ...view(row),
      ...(await this.lines.ofProgramme(row.id, row.version)),
      earlierGrades: await loadGradesForProgramme(this.transactions.reader, row.id, lang),
      allowedActions: linkAllowedActions(
        programmeSubject,
        row.state,
        { id: row.id },
        { permissions: listHeldPermissions(scope, [row.buyer_id]) },
      ),
    };
  }

  /** The version of a programme the caller may see; 404 otherwise. */
  async version(scope: Scope, id: string): Promise<number> {
    const sql = new Sql();
    visibleProgramme(sql.and(`r.id = ${sql.p(id)}`), scope);
    const [row] = await this.transactions.reader.query<{ version: number }[]>(
      `SELECT r.version FROM programme r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return row.version;
  }
}
