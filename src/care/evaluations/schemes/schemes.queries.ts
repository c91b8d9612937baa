import { Injectable } from '@nestjs/common';
import { listHeldPermissions } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { CREATION } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { visibleScheme } from './scheme-access.queries.js';
import { SchemeDto, type SchemeQuery } from './scheme.dto.js';
import { computeWeightShare } from './scheme.rules.js';
import { schemeSubject, type SchemeRow } from './scheme.subject.js';
import { toView } from '../../../kernel/http/view.js';

function toSchemeView(row: SchemeRow, scope: Scope): SchemeDto {
  return toView(SchemeDto, row, {
    owner: row.owner_id,
    series: row.series_id,
    shares: {
      indicators: computeWeightShare(row.dimensions, ({ channel }) => channel === 'indicators'),
      thirdParty: computeWeightShare(row.dimensions, ({ channel }) => channel === 'third_party'),
      residents: computeWeightShare(row.dimensions, ({ channel }) => channel === 'residents'),
      outcome: computeWeightShare(row.dimensions, ({ kind }) => kind === 'outcome'),
    },
    allowedActions: linkAllowedActions(
      schemeSubject,
      row.state,
      { id: row.id },
      {
        permissions: listHeldPermissions(scope, [row.owner_id]),
      },
    ),
  });
}

@Injectable()
export class SchemesQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, query: SchemeQuery, url: string): Promise<List<SchemeDto>> {
    const sql = visibleScheme(new Sql(), scope);
    sql.when(query.state, (p) => `r.state = ${p}`);
    sql.when(query.category, (p) => `r.category = ${p}`);
    sql.when(query.series, (p) => `r.series_id = ${p}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(SchemeRow & { page_key: string })[]>(
      `SELECT r.*, ${page.select} FROM evaluation_scheme r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => toSchemeView(row, scope));
  }

  async one(scope: Scope, id: string): Promise<SchemeDto> {
    const sql = new Sql();
    visibleScheme(sql.and(`r.id = ${sql.p(id)}`), scope);
    const [row] = await this.transactions.reader.query<SchemeRow[]>(
      `SELECT r.* FROM evaluation_scheme r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return toSchemeView(row, scope);
  }
}
