import { Injectable } from '@nestjs/common';
import { regionWithinSql } from '../../../kernel/access/visible.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { hasWordSql } from '../../../kernel/http/lists/words.js';
import { findRootOrder, keyColumns, refuseSort, type RootOrder } from '../../../kernel/http/lists/root-order.js';
import { NoticeDto, type NoticeRow } from './notice-view.dto.js';
import type { NoticeQuery } from '../reads/tender.dto.js';

@Injectable()
export class NoticesQueries {
  constructor(private readonly transactions: Transactions) {}

  /**
   * What was published. Text is found by one- and two-character grams (an index) and then by the text
   * itself, so that a word of Chinese is found wherever it stands.
   */
  async list(query: NoticeQuery, url: string): Promise<List<NoticeDto>> {
    const sql = new Sql();
    sql.when(query.dataset, (p) => `r.dataset = ${p}`);
    sql.when(query.updatedSince, (p) => `r.updated_at >= ${p}::timestamptz`);
    byReference(sql, query.externalId);
    const q = query.q?.trim().replace(/\s+/g, ' ');
    if (q) sql.when(q, (p) => hasWordSql('r.search_text', p));
    sql.when(query.kind, (p) => `r.kind = ${p}`);
    sql.when(query.category, (p) => `r.category = ${p}`);
    sql.when(query.method, (p) => `r.method = ${p}`);
    if (query.region) sql.and(regionWithinSql(sql, 'r.region', query.region));
    sql.when(query.deadlineAfter, (p) => `r.deadline_at > (${p}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`);
    const { at, direction } = findOrder(query);
    const page = keyset(query, keyColumns(`r.${at}`, 'r.id'), direction, sql);
    const rows = await this.transactions.reader.query<(NoticeRow & { page_key: string })[]>(
      `SELECT r.*, ${page.select} FROM notice r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, NoticeDto.fromRow);
  }
}

function findOrder(query: NoticeQuery): RootOrder<RootOrder['at'] | 'deadline_at'> {
  if (query.deadlineAfter === undefined || query.updatedSince !== undefined) return findRootOrder(query);
  refuseSort(query.sort, 'deadlineAfter');
  return { at: 'deadline_at', direction: 'ASC' };
}

/** A notice's external id is its reference in the file of that name. */
function byReference(sql: Sql, externalId: string | undefined): void {
  if (externalId === undefined) return;
  const colon = externalId.indexOf(':');
  sql.and(`r.dataset = ${sql.p(`import:${externalId.slice(0, colon)}`)}`);
  sql.and(`r.reference = ${sql.p(externalId.slice(colon + 1))}`);
}
