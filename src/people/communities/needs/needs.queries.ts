import { Injectable } from '@nestjs/common';
import { listHeldPermissions } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { externalIdsSql, type ExternalId } from '../../../kernel/database/external-ids/external-ids.js';
import { rootFilters } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { documentIdsSql } from '../../../kernel/documents/document-references.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { List } from '../../../kernel/http/lists/list.js';
import { keysetOfRoots } from '../../../kernel/http/lists/root-order.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import type { SourceDto } from '../../organisations/source.dto.js';
import { NeedDto, type NeedQuery } from './need.dto.js';
import { needKeepersSql, visibleNeed } from './need-access.queries.js';
import { needSubject } from './need.subject.js';
import type { CategoryCode, TargetGroupCode } from '../../../law/code-lists/code-lists.js';
import { toView } from '../../../kernel/http/view.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Need } from './need.entity.js';

interface NeedRow extends Omit<
  StoredRow<Need>,
  'category' | 'target_group' | 'source' | 'verified_at' | 'planned_at' | 'settled_at' | 'received_at'
> {
  category: CategoryCode | null;
  target_group: TargetGroupCode | null;
  documents: string[];
  waiting_since: string | null;
  waiting_days: number | null;
  source: SourceDto | null;
  /** Bodies whose it is; see `isKept`. */
  keepers: string[];
  external_ids: ExternalId[];
}

const createNeedMapper =
  (scope: Scope) =>
  (row: NeedRow): NeedDto =>
    toView(NeedDto, row, {
      community: row.community_id,
      serviceLine: row.service_line_id,
      waiting: row.waiting_since === null ? null : { since: row.waiting_since, days: row.waiting_days ?? 0 },
      programme: row.programme_id,
      owner: row.owner_id,
      allowedActions: linkAllowedActions(
        needSubject,
        row.state,
        { id: row.id },
        { permissions: listHeldPermissions(scope, row.keepers) },
      ),
    });

/** SQL: the day since which a need waits; null once it is met or rejected. */
const SINCE = `CASE WHEN r.state IN ('met', 'rejected') THEN NULL ELSE
  (coalesce(r.verified_at, r.received_at) AT TIME ZONE 'Asia/Shanghai')::date END`;
const COLUMNS = `r.*, ${SINCE}::text AS waiting_since, greatest(business_today() - ${SINCE}, 0) AS waiting_days,
  ${documentIdsSql('need')}, ${externalIdsSql('need')}, ${needKeepersSql('r')} AS keepers`;

@Injectable()
export class NeedsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, query: NeedQuery, url: string): Promise<List<NeedDto>> {
    const sql = visibleNeed(rootFilters(new Sql(), 'need', query), scope);
    sql.when(query.category, (p) => `r.category = ${p}`);
    sql.when(query.community, (p) => `r.community_id = ${p}`);
    sql.when(query.serviceLine, (p) => `r.service_line_id = ${p}`);
    sql.when(query.state, (p) => `r.state = ${p}`);
    sql.when(query.waitingDays, (p) => `business_today() - ${SINCE} >= ${p}::integer`);
    const page = keysetOfRoots(query, sql);
    const rows = await this.transactions.reader.query<(NeedRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM need r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, createNeedMapper(scope));
  }

  async one(scope: Scope, id: string): Promise<NeedDto> {
    const [found] = (await this.many(scope, [id])).values();
    if (!found) throw new Problem('not_found');
    return found;
  }

  /** The same of many, by one statement. */
  async many(scope: Scope, ids: readonly string[]): Promise<Map<string, NeedDto>> {
    const sql = new Sql();
    visibleNeed(sql.and(`r.id = ANY (${sql.p(ids)}::uuid[])`), scope);
    const rows = await this.transactions.reader.query<NeedRow[]>(
      `SELECT ${COLUMNS} FROM need r WHERE ${sql.where}`,
      sql.params,
    );
    const map = createNeedMapper(scope);
    return new Map(rows.map((row) => [row.id, map(row)]));
  }

  /** Of these needs, those the caller may see: documents that show them may be read with them. */
  async filterVisible(scope: Scope, ids: readonly string[]): Promise<string[]> {
    const sql = new Sql();
    visibleNeed(sql.and(`r.id = ANY (${sql.p(ids)}::uuid[])`), scope);
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT r.id FROM need r WHERE ${sql.where}`,
      sql.params,
    );
    return rows.map((r) => r.id);
  }
}
