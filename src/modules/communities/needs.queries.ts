import { Injectable } from '@nestjs/common';
import type { Scope } from '../../platform/access/scope.js';
import { isMine, isSupervised } from '../../platform/access/visible.js';
import { externalIdsOf, type ExternalId } from '../../platform/database/external-ids.js';
import { CREATION, rootFilters } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { documentsOf } from '../../platform/documents/document-references.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset, type List } from '../../platform/http/list.js';
import type { SourceDto } from '../organisations/source.dto.js';
import type { NEED_STATES, NeedDto, NeedQuery } from './need.dto.js';

interface NeedRow {
  id: string;
  version: number;
  dataset: string;
  title: string;
  description: string | null;
  category: string | null;
  target_group: string | null;
  headcount: number | null;
  evidence: string | null;
  documents: string[];
  community_id: string | null;
  service_line_id: string | null;
  recorded_on: string | null;
  state: (typeof NEED_STATES)[number];
  source: SourceDto;
  owner_id: string | null;
  external_ids: ExternalId[];
  created_at: Date;
  updated_at: Date;
}

const view = (row: NeedRow): NeedDto => ({
  id: row.id,
  version: row.version,
  dataset: row.dataset,
  title: row.title,
  description: row.description,
  category: row.category,
  targetGroup: row.target_group,
  headcount: row.headcount,
  evidence: row.evidence,
  documents: row.documents,
  community: row.community_id,
  serviceLine: row.service_line_id,
  recordedOn: row.recorded_on,
  state: row.state,
  source: row.source,
  owner: row.owner_id,
  externalIds: row.external_ids,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

const COLUMNS = `r.*, ${documentsOf('need')}, ${externalIdsOf('need')}`;

/**
 * Who sees a need: the body that recorded it, the committee of its community or of a community of its line, the body that
 * answers for its line, and the supervisors of its place.
 */
export function visibleNeed(sql: Sql, scope: Scope): Sql {
  if (scope.everything) return sql;
  return sql.and(`${isMine(sql, scope, 'r.owner_id')}
    OR EXISTS (SELECT FROM community c WHERE c.id = r.community_id
               AND (${isMine(sql, scope, 'c.committee_id')} OR ${isSupervised(sql, scope, 'c.region')}))
    OR EXISTS (SELECT FROM service_line s WHERE s.id = r.service_line_id
               AND (${isMine(sql, scope, 's.responsible_id')} OR ${isSupervised(sql, scope, 's.region')}))
    OR EXISTS (SELECT FROM service_line_community l JOIN community c ON c.id = l.community_id
               WHERE l.service_line_id = r.service_line_id AND ${isMine(sql, scope, 'c.committee_id')})`);
}

@Injectable()
export class NeedsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, query: NeedQuery, url: string): Promise<List<NeedDto>> {
    const sql = visibleNeed(rootFilters(new Sql(), 'need', query), scope);
    sql.when(query.category, (p) => `r.category = ${p}`);
    sql.when(query.community, (p) => `r.community_id = ${p}`);
    sql.when(query.serviceLine, (p) => `r.service_line_id = ${p}`);
    sql.when(query.state, (p) => `r.state = ${p}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(NeedRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM need r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, view);
  }

  async one(scope: Scope, id: string): Promise<NeedDto> {
    const sql = new Sql();
    visibleNeed(sql.and(`r.id = ${sql.p(id)}`), scope);
    const [row] = await this.transactions.reader.query<NeedRow[]>(
      `SELECT ${COLUMNS} FROM need r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return view(row);
  }

  /** Of these needs, those the caller may see: documents that show them may be read with them. */
  async seen(scope: Scope, ids: readonly string[]): Promise<string[]> {
    const sql = new Sql();
    visibleNeed(sql.and(`r.id = ANY (${sql.p(ids)}::uuid[])`), scope);
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT r.id FROM need r WHERE ${sql.where}`,
      sql.params,
    );
    return rows.map((r) => r.id);
  }
}
