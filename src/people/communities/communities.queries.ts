import { Injectable } from '@nestjs/common';
import { isWithin } from '../../kernel/access/visible.js';
import { externalIdsOf, type ExternalId } from '../../kernel/database/external-ids/external-ids.js';
import { CREATION, rootFilters } from '../../kernel/database/root-filters.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { keyset, type List } from '../../kernel/http/lists/list.js';
import type { CommunityDto, CommunityQuery } from './community.dto.js';

export interface CommunityRow {
  id: string;
  version: number;
  dataset: string;
  name: string;
  region: string;
  kind: 'urban' | 'rural' | null;
  households: number | null;
  residents_60: number | null;
  children: number | null;
  disabled: number | null;
  committee_id: string | null;
  owner_id: string | null;
  external_ids: ExternalId[];
  created_at: Date;
  updated_at: Date;
}

const view = (row: CommunityRow): CommunityDto => ({
  id: row.id,
  version: row.version,
  dataset: row.dataset,
  name: row.name,
  region: row.region,
  kind: row.kind,
  households: row.households,
  residents60: row.residents_60,
  children: row.children,
  disabled: row.disabled,
  committee: row.committee_id,
  owner: row.owner_id,
  externalIds: row.external_ids,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

const COLUMNS = `r.*, ${externalIdsOf('community')}`;

/** Communities are public. */
@Injectable()
export class CommunitiesQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(query: CommunityQuery, url: string): Promise<List<CommunityDto>> {
    const sql = rootFilters(new Sql(), 'community', query);
    sql.when(query.kind, (p) => `r.kind = ${p}`);
    if (query.region) sql.and(isWithin(sql, 'r.region', query.region));
    const page = keyset(query, CREATION, 'ASC', sql);
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
