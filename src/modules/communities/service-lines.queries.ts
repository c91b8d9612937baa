import { Injectable } from '@nestjs/common';
import type { Reader } from '../../platform/database/reader.js';
import { isWithin } from '../../platform/access/visible.js';
import { externalIdsOf, type ExternalId } from '../../platform/database/external-ids.js';
import { CREATION, rootFilters } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Text } from '../../platform/errors/texts.js';
import { keyset, type List } from '../../platform/http/list.js';
import { ServiceLineDto } from './service-line-view.dto.js';
import type { ServiceLineQuery } from './service-line.dto.js';

export interface ServiceLineRow {
  id: string;
  version: number;
  dataset: string;
  name: string;
  category: string;
  target_group: string | null;
  region: string | null;
  responsible_id: string | null;
  communities: { id: string; name: string }[];
  since: string;
  until: string | null;
  known_until: string | null;
  assumption: Text | null;
  state: 'active' | 'ended';
  external_ids: ExternalId[];
  created_at: Date;
  updated_at: Date;
}

/** A line ends when its last day is over, whether or not anything has touched its row since. */
const STATE = `CASE WHEN r.until < business_today() THEN 'ended' ELSE r.state END`;
const COLUMNS = `r.id, r.version, r.dataset, r.name, r.category, r.target_group, r.region, r.responsible_id,
  r.since::text, r.until::text, r.known_until::text, r.assumption, r.created_at, r.updated_at, ${STATE} AS state,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) ORDER BY c.name, c.id), '[]')
   FROM service_line_community l JOIN community c ON c.id = l.community_id
   WHERE l.service_line_id = r.id) AS communities,
  ${externalIdsOf('service_line')}`;

/** One line as it stands. */
export async function serviceLineRow(manager: Reader, id: string): Promise<ServiceLineRow> {
  const [row] = await manager.query<ServiceLineRow[]>(`SELECT ${COLUMNS} FROM service_line r WHERE r.id = $1`, [id]);
  if (!row) throw new Problem('not_found');
  return row;
}

/** Service lines are public. */
@Injectable()
export class ServiceLinesQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(query: ServiceLineQuery, url: string): Promise<List<ServiceLineDto>> {
    const sql = rootFilters(new Sql(), 'service_line', query);
    sql.when(query.category, (p) => `r.category = ${p}`);
    sql.when(query.targetGroup, (p) => `r.target_group = ${p}`);
    sql.when(query.state, (p) => `${STATE} = ${p}`);
    sql.when(
      query.community,
      (p) => `EXISTS (SELECT FROM service_line_community l WHERE l.service_line_id = r.id AND l.community_id = ${p})`,
    );
    if (query.region)
      sql.and(`${isWithin(sql, 'r.region', query.region)} OR EXISTS (
        SELECT FROM service_line_community l JOIN community c ON c.id = l.community_id
        WHERE l.service_line_id = r.id AND ${isWithin(sql, 'c.region', query.region)})`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(ServiceLineRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM service_line r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ServiceLineDto.of);
  }

  async one(id: string): Promise<ServiceLineDto> {
    return ServiceLineDto.of(await serviceLineRow(this.transactions.reader, id));
  }
}
