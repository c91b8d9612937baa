import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { CREATION } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { visibleKeys } from './api-key.subject.js';
import { ApiKeyDto, type ApiKeysQuery } from './api-keys.dto.js';
import { standingBodySql } from '../../organisations/merges/standing-records.js';
import { ApiKeyRow } from './api-key-row.js';

/** The state as the clock has it. */
const KEY_STATE = `CASE WHEN r.state = 'active' AND r.expires_at <= clock_timestamp() THEN 'expired' ELSE r.state END`;

const COLUMNS = `r.id, r.version, r.name, r.organisation_id, r.holder_id, r.scopes, r.system, ${KEY_STATE} AS state, r.hint,
  r.expires_at, r.rotated_at, r.created_at, r.updated_at`;

@Injectable()
export class ApiKeysQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(query: ApiKeysQuery, url: string, scope: Scope): Promise<List<ApiKeyDto>> {
    const sql = visibleKeys(scope)(new Sql())
      .when(query.state, (p) => `${KEY_STATE} = ${p}`)
      .when(query.organisation, (p) => `r.organisation_id = ${standingBodySql(p)}`)
      .when(query.updatedSince, (p) => `r.updated_at >= ${p}::timestamptz`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(ApiKeyRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM api_key r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => ApiKeyDto.fromRow(row, scope));
  }

  async one(id: string, scope: Scope): Promise<ApiKeyRow> {
    const sql = visibleKeys(scope)(new Sql());
    sql.and(`r.id = ${sql.p(id)}`);
    const [row] = await this.transactions.reader.query<ApiKeyRow[]>(
      `SELECT ${COLUMNS} FROM api_key r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return row;
  }
}
