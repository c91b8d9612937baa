import { Injectable } from '@nestjs/common';
import { heldIn } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { CREATION } from '../../../kernel/database/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { allowedActions } from '../../../kernel/actions/lifecycle.js';
import { evaluationSchemeLifecycle, type SchemeState } from '../evaluation.lifecycle.js';
import type { SchemeDto, SchemeQuery } from './scheme.dto.js';
import { shareOf, type SchemeDimension } from './scheme.rules.js';
import type { SchemeTemplate } from './scheme.templates.js';
import type { CategoryCode } from '../../../law/code-lists/code-lists.js';

export interface SchemeRow {
  id: string;
  version: number;
  dataset: string;
  owner_id: string;
  series_id: string;
  no: number;
  name: string;
  category: CategoryCode | null;
  template: SchemeTemplate | null;
  dimensions: SchemeDimension[];
  state: SchemeState;
  activated_at: Date | null;
  retired_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

/**
 * A draft is its body's own. What was activated is read by everybody who reads contracts: who is evaluated knows by what,
 * before it happens.
 */
export function visibleScheme(sql: Sql, scope: Scope): Sql {
  if (scope.everything) return sql;
  return sql.and(`r.activated_at IS NOT NULL OR ${isMine(sql, scope, 'r.owner_id')}`);
}

export const keptScheme = (sql: Sql, scope: Scope): Sql =>
  scope.everything ? sql : sql.and(isMine(sql, scope, 'r.owner_id'));

const viewFor =
  (scope: Scope) =>
  (row: SchemeRow): SchemeDto => ({
    id: row.id,
    version: row.version,
    dataset: row.dataset,
    owner: row.owner_id,
    series: row.series_id,
    no: row.no,
    name: row.name,
    category: row.category,
    template: row.template,
    dimensions: row.dimensions,
    shares: {
      indicators: shareOf(row.dimensions, ({ channel }) => channel === 'indicators'),
      thirdParty: shareOf(row.dimensions, ({ channel }) => channel === 'third_party'),
      residents: shareOf(row.dimensions, ({ channel }) => channel === 'residents'),
      outcome: shareOf(row.dimensions, ({ kind }) => kind === 'outcome'),
    },
    state: row.state,
    activatedAt: row.activated_at?.toISOString() ?? null,
    retiredAt: row.retired_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    allowedActions: allowedActions(evaluationSchemeLifecycle, row.state, {
      permissions: heldIn(scope, [row.owner_id]),
    }),
  });

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
    return page.list(rows, url, viewFor(scope));
  }

  async one(scope: Scope, id: string): Promise<SchemeDto> {
    const sql = new Sql();
    visibleScheme(sql.and(`r.id = ${sql.p(id)}`), scope);
    const [row] = await this.transactions.reader.query<SchemeRow[]>(
      `SELECT r.* FROM evaluation_scheme r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return viewFor(scope)(row);
  }
}
