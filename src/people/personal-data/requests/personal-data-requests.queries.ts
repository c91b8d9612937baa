import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { CREATION } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { PersonalDataRequestDto, RequestRow, type PersonalDataRequestsQuery } from './personal-data-request.dto.js';
import { visibleRequests } from './personal-data-request.subject.js';

const COLUMNS = `r.id, r.version, r.state, r.person_kind, r.person_id, r.bodies, r.asked_by, r.answered_by, r.kept_by,
  r.kept_until::text AS kept_until, r.created_at, r.updated_at`;

@Injectable()
export class PersonalDataRequestsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(query: PersonalDataRequestsQuery, url: string, scope: Scope): Promise<List<PersonalDataRequestDto>> {
    const sql = visibleRequests(scope)(new Sql())
      .when(query.state, (p) => `r.state = ${p}`)
      .when(query.kind, (p) => `r.person_kind = ${p}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(RequestRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM personal_data_request r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => PersonalDataRequestDto.fromRow(row, scope));
  }

  async one(id: string, scope: Scope): Promise<RequestRow> {
    const sql = visibleRequests(scope)(new Sql());
    sql.and(`r.id = ${sql.p(id)}`);
    const [row] = await this.transactions.reader.query<RequestRow[]>(
      `SELECT ${COLUMNS} FROM personal_data_request r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return row;
  }
}
