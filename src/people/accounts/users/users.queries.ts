import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { codeMailSql } from '../code-mails/code-mail.queries.js';
import { seatInForceSql } from '../seat-standing.queries.js';
import { visibleUsers } from './user.subject.js';
import { UserDto, UserRow } from './user-view.dto.js';
import type { UsersQuery } from './users.dto.js';
import { standingBodySql } from '../../organisations/merges/standing-records.js';

/** SQL of the seats of a user `u`, as JSON. */
export const SEATS_OF_USER = `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('organisation', t.organisation_id, 'organisationName', o.name,
     'role', t.role, 'region', o.region, 'outsideSince',
     to_char(t.outside_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY t.created_at, t.role, t.organisation_id), '[]')
   FROM seat t LEFT JOIN organisation o ON o.id = t.organisation_id WHERE t.user_id = u.id AND ${seatInForceSql('t')})`;

const COLUMNS = `u.id, u.version, u.login, u.name, u.state, u.password_hash IS NOT NULL AS password_set,
  (SELECT c.expires_at FROM setup_code c
   WHERE c.user_id = u.id AND c.used_at IS NULL AND c.expires_at > clock_timestamp()) AS setup_expires_at,
  ${codeMailSql('u.id')} AS code_mail,
  ${SEATS_OF_USER} AS seats,
  ARRAY(SELECT q.id FROM account_request q WHERE q.user_id = u.id AND q.state = 'asked' ORDER BY q.created_at, q.id) AS requests, u.created_at, u.updated_at`;

@Injectable()
export class UsersQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(query: UsersQuery, url: string, scope: Scope): Promise<List<UserDto>> {
    const sql = visibleUsers(
      scope,
      'u',
    )(new Sql())
      .when(query.state, (p) => `u.state = ${p}`)
      .when(query.login, (p) => `lower(u.login) = lower(${p})`)
      .when(
        query.organisation,
        (p) => `EXISTS (SELECT FROM seat t WHERE t.user_id = u.id AND t.organisation_id = ${standingBodySql(p)})`,
      )
      .when(query.role, (p) => `EXISTS (SELECT FROM seat t WHERE t.user_id = u.id AND t.role = ${p})`)
      .when(query.updatedSince, (p) => `u.updated_at >= ${p}::timestamptz`);
    const order = [
      { column: 'u.created_at', type: 'timestamptz' },
      { column: 'u.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await this.transactions.reader.query<(UserRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM app_user u WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => UserDto.fromRow(row, scope));
  }

  /** `known`: the caller has acted on it in this request. */
  async one(id: string, scope: Scope, known = false): Promise<UserRow> {
    const sql = known ? new Sql() : visibleUsers(scope, 'u')(new Sql());
    sql.and(`u.id = ${sql.p(id)}`);
    const [row] = await this.transactions.reader.query<UserRow[]>(
      `SELECT ${COLUMNS} FROM app_user u WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return row;
  }
}
