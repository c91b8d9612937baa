import { Injectable } from '@nestjs/common';
import { regionWithinSql } from '../../kernel/access/visible.js';
import { externalIdsSql, type ExternalId } from '../../kernel/database/external-ids/external-ids.js';
import { rootFilters } from '../../kernel/http/lists/root-filters.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { List } from '../../kernel/http/lists/list.js';
import { keysetOfRoots } from '../../kernel/http/lists/root-order.js';
import { searchWords } from '../../kernel/http/lists/words.js';
import { CommunityDto, type CommunityQuery } from './community.dto.js';
import { toView } from '../../kernel/http/view.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { Community } from './community.entity.js';

export interface CommunityRow extends Omit<StoredRow<Community>, 'residents60'> {
  residents_60: number | null;
  external_ids: ExternalId[];
}

const view = (row: CommunityRow): CommunityDto =>
  toView(CommunityDto, row, {
    committee: row.committee_id,
    owner: row.owner_id,
    residents60: row.residents_60,
  });

const COLUMNS = `r.*, ${externalIdsSql('community')}`;

/** Communities are public. */
@Injectable()
export class CommunitiesQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(query: CommunityQuery, url: string): Promise<List<CommunityDto>> {
    const sql = rootFilters(new Sql(), 'community', query);
    sql.when(query.kind, (p) => `r.kind = ${p}`);
    if (query.region) sql.and(regionWithinSql(sql, 'r.region', query.region));
    searchWords(sql, query.q, 'r.name');
    const page = keysetOfRoots(query, sql);
    const rows = await this.transactions.reader.query<(CommunityRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM community r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, view);
  }

  async one(id: string): Promise<CommunityDto> {
    const [row] = await this.transactions.reader.query<CommunityRow[]>(
      `SELECT ${COLUMNS} FROM community r WHERE r.id = $1`,
      [id],
    );
    if (!row) throw new Problem('not_found');
    return view(row);
  }
}
