import { Injectable } from '@nestjs/common';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { isWithin } from '../../../kernel/access/visible.js';
import { externalIdsOf, type ExternalId } from '../../../kernel/database/external-ids.js';
import { CREATION, rootFilters } from '../../../kernel/database/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { Text } from '../../../kernel/errors/texts.js';
import { documentsOf } from '../../../kernel/documents/document-references.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { ServiceLineDto } from './service-line-view.dto.js';
import type { LineEndDto, LineOpinionDto } from './line-ending.dto.js';
import type { ServiceLineQuery } from './service-line.dto.js';
import type { CategoryCode, TargetGroupCode } from '../../../law/code-lists/code-lists.js';

export interface ServiceLineRow {
  id: string;
  version: number;
  dataset: string;
  name: string;
  category: CategoryCode;
  target_group: TargetGroupCode | null;
  region: string | null;
  responsible_id: string | null;
  communities: { id: string; name: string }[];
  since: string;
  until: string | null;
  known_until: string | null;
  assumption: Text | null;
  state: 'active' | 'ended';
  /** That it is to end, or ends, by decision. */
  end: LineEndDto | null;
  external_ids: ExternalId[];
  created_at: Date;
  updated_at: Date;
}

/** What was recorded ends when its last day is over, whether or not anything has touched its row since. */
const STATE = `CASE WHEN r.until < business_today() THEN 'ended' ELSE r.state END`;
const COLUMNS = `r.id, r.version, r.dataset, r.name, r.category, r.target_group, r.region, r.responsible_id,
  r.since::text, r.until::text, r.known_until::text, r.assumption, r.created_at, r.updated_at, ${STATE} AS state,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) ORDER BY c.name, c.id), '[]')
   FROM service_line_community l JOIN community c ON c.id = l.community_id
   WHERE l.service_line_id = r.id) AS communities,
  CASE WHEN r.end_proposed_on IS NOT NULL THEN jsonb_build_object('on', r.end_on, 'reason', r.end_reason,
    'proposedOn', r.end_proposed_on, 'decidedOn', r.end_decided_on, 'decision', r.end_decision,
    'runningContracts', (SELECT count(*) FROM contract_service_line x JOIN contract c ON c.id = x.contract_id
       WHERE x.service_line_id = r.id AND c.state IN ('signed', 'active', 'halted'))) END AS "end",
  ${externalIdsOf('service_line')}`;

type OpinionRow = Omit<LineOpinionDto, 'recordedAt'> & { recordedAt: Date };
const OPINION = `r.id, r.service_line_id AS "serviceLine", r.form, r.held_on::text AS "heldOn", r.heard, r.agreed, r.summary,
  r.recorded_at AS "recordedAt", ${documentsOf('service_line_opinion')}`;
const opinionView = ({ recordedAt, ...row }: OpinionRow): LineOpinionDto => ({
  ...row,
  recordedAt: recordedAt.toISOString(),
});

/** One line as it stands. */
export async function serviceLineRow(manager: Reader, id: string): Promise<ServiceLineRow> {
  const [row] = await manager.query<ServiceLineRow[]>(`SELECT ${COLUMNS} FROM service_line r WHERE r.id = $1`, [id]);
  if (!row) throw new Problem('not_found');
  return row;
}

/** The body that answers for it and the committees of its communities hear of a change; everybody may. */
export async function changeOfLine(tx: Tx, line: ServiceLineRow) {
  const committees = await tx.query<{ id: string }>(
    `SELECT DISTINCT c.committee_id AS id FROM service_line_community l JOIN community c ON c.id = l.community_id
     WHERE l.service_line_id = $1 AND c.committee_id IS NOT NULL`,
    [line.id],
  );
  return {
    aggregate: 'service_line',
    id: line.id,
    dataset: line.dataset,
    region: line.region,
    tenants: [...(line.responsible_id === null ? [] : [line.responsible_id]), ...committees.map((c) => c.id)],
    public: true,
  };
}

/** Service lines are public. */
@Injectable()
export class ServiceLinesQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, query: ServiceLineQuery, url: string): Promise<List<ServiceLineDto>> {
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
    return page.list(rows, url, (row) => ServiceLineDto.of(row, scope));
  }

  async one(scope: Scope, id: string): Promise<ServiceLineDto> {
    return ServiceLineDto.of(await serviceLineRow(this.transactions.reader, id), scope);
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
