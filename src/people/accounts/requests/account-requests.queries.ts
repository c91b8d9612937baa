import { Injectable } from '@nestjs/common';
import { OwnClock } from '../../../kernel/clock/own-clock.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { CREATION } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { AccountRequestDto, RequestRow, type AccountRequestsQuery } from './account-request.dto.js';
import { visibleRequests } from './account-request.subject.js';
import { hasOpenCodeSql } from './open-codes.js';
import { standingBodySql } from '../../organisations/merges/standing-records.js';

const COLUMNS = `r.id, r.version, r.state, r.user_id, r.organisation_id, r.role, r.bodies, r.decides, r.asked_by, r.answered_by,
  r.correction, r.ground, r.applied_at, r.in_force_at, r.created_at, r.updated_at, r.code_hash IS NOT NULL AS with_code,
  coalesce(r.state = 'agreed' AND r.in_force_at <= business_now() AND NOT ${hasOpenCodeSql('r')}, false) AS is_in_force,
  (SELECT u.login FROM app_user u WHERE u.id = r.user_id) AS login,
  (SELECT u.name FROM app_user u WHERE u.id = r.user_id) AS user_name,
  (SELECT o.name FROM organisation o WHERE o.id = r.organisation_id) AS organisation_name`;

@Injectable()
export class AccountRequestsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: OwnClock,
  ) {}

  async list(query: AccountRequestsQuery, url: string, scope: Scope): Promise<List<AccountRequestDto>> {
    const sql = visibleRequests(scope)(new Sql())
      .when(query.state, (p) => `r.state = ${p}`)
      .when(query.user, (p) => `r.user_id = ${p}`)
      .when(query.organisation, (p) => `r.bodies @> ARRAY[${standingBodySql(`${p}::uuid`)}]`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(RequestRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM account_request r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => AccountRequestDto.fromRow(this.finish(row), scope));
  }

  async one(id: string, scope: Scope): Promise<RequestRow> {
    const sql = visibleRequests(scope)(new Sql());
    sql.and(`r.id = ${sql.p(id)}`);
    const [row] = await this.transactions.reader.query<RequestRow[]>(
      `SELECT ${COLUMNS} FROM account_request r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return this.finish(row);
  }

  private finish(row: RequestRow): RequestRow {
    return { ...row, is_in_force: row.is_in_force && this.clock.hasPassed(row.in_force_at) };
  }
}
