import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { regionWithinSql } from '../../../kernel/access/visible.js';
import { rootFilters } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { documentIdsSql } from '../../../kernel/documents/document-references.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { keysetOfRoots } from '../../../kernel/http/lists/root-order.js';
import { ServiceLineDto } from './service-line-view.dto.js';
import type { LineOpinionDto } from './line-ending.dto.js';
import { lineColumns, LINE_STATE, serviceLineRow, type ServiceLineRow } from './service-line-row.queries.js';
import type { ServiceLineQuery } from './service-line.dto.js';

type OpinionRow = Omit<LineOpinionDto, 'recordedAt'> & { recordedAt: Date };
const OPINION = `r.id, r.service_line_id AS "serviceLine", r.form, r.held_on::text AS "heldOn", r.heard, r.agreed, r.summary,
  r.recorded_at AS "recordedAt", ${documentIdsSql('service_line_opinion')}`;
const opinionView = ({ recordedAt, ...row }: OpinionRow): LineOpinionDto => ({
  ...row,
  recordedAt: recordedAt.toISOString(),
});

/** Service lines are public. */
@Injectable()
export class ServiceLinesQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, query: ServiceLineQuery, url: string): Promise<List<ServiceLineDto>> {
    const sql = rootFilters(new Sql(), 'service_line', query);
    sql.when(query.category, (p) => `r.category = ${p}`);
    sql.when(query.targetGroup, (p) => `r.target_group = ${p}`);
    sql.when(query.state, (p) => `${LINE_STATE} = ${p}`);
    sql.when(
      query.community,
      (p) => `EXISTS (SELECT FROM service_line_community l WHERE l.service_line_id = r.id AND l.community_id = ${p})`,
    );
    if (query.region)
      sql.and(`${regionWithinSql(sql, 'r.region', query.region)} OR EXISTS (
        SELECT FROM service_line_community l JOIN community c ON c.id = l.community_id
        WHERE l.service_line_id = r.id AND ${regionWithinSql(sql, 'c.region', query.region)})`);
    const page = keysetOfRoots(query, sql);
    const rows = await this.transactions.reader.query<(ServiceLineRow & { page_key: string })[]>(
      `SELECT ${lineColumns()}, ${page.select} FROM service_line r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => ServiceLineDto.fromRow(row, scope));
  }

  async one(scope: Scope, id: string): Promise<ServiceLineDto> {
    return ServiceLineDto.fromRow(await serviceLineRow(this.transactions.reader, id), scope);
  }

  /** The same of many, by one statement. */
  async many(scope: Scope, ids: readonly string[]): Promise<Map<string, ServiceLineDto>> {
    const rows = await this.transactions.reader.query<ServiceLineRow[]>(
      `SELECT ${lineColumns()} FROM service_line r WHERE r.id = ANY ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, ServiceLineDto.fromRow(row, scope)]));
  }

  /** What its residents said, by day. Their sheets are for those who may read them. */
  async opinions(id: string, query: PageQuery, url: string): Promise<List<LineOpinionDto>> {
    await serviceLineRow(this.transactions.reader, id);
    const sql = new Sql();
    sql.and(`r.service_line_id = ${sql.p(id)}`);
    const order = [
      { column: 'r.held_on', type: 'date' },
      { column: 'r.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await this.transactions.reader.query<(OpinionRow & { page_key: string })[]>(
      `SELECT ${OPINION}, ${page.select} FROM service_line_opinion r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ({ page_key: _, ...row }) => opinionView(row));
  }

  async opinion(line: string, id: string): Promise<LineOpinionDto> {
    const [row] = await this.transactions.reader.query<OpinionRow[]>(
      `SELECT ${OPINION} FROM service_line_opinion r WHERE r.id = $1 AND r.service_line_id = $2`,
      [id, line],
    );
    if (!row) throw new Problem('not_found');
    return opinionView(row);
  }
}
