import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { toView } from '../../../kernel/http/view.js';
import { MergeDto } from './merge.dto.js';
import type { OrganisationMerge } from './merge.entity.js';
import { mergeSubject } from './merge.subject.js';

type MergeRow = Omit<StoredRow<OrganisationMerge>, 'dataset' | 'updated_at' | 'proposed_by' | 'decided_by'>;

const COLUMNS = `r.id, r.version, r.created_at, r.organisation_id, r.into_id, r.ground, r.state, r.decided_at,
  r.undo_until::text AS undo_until, r.followed_at`;
const ORDER = [
  { column: 'r.created_at', type: 'timestamptz' },
  { column: 'r.id', type: 'uuid' },
] as const;

@Injectable()
export class MergesQueries {
  constructor(private readonly transactions: Transactions) {}

  /** Those by which the record goes, and those by which others go into it. */
  async list(principal: Principal, organisation: string, query: PageQuery, url: string): Promise<List<MergeDto>> {
    const sql = new Sql();
    const id = sql.p(organisation);
    sql.and(`(r.organisation_id = ${id} OR r.into_id = ${id})`);
    const page = keyset(query, ORDER, 'ASC', sql);
    const rows = await this.transactions.reader.query<(MergeRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM organisation_merge r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    if (rows.length === 0) await this.assertRecord(organisation);
    return page.list(rows, url, (row) => this.view(row, principal));
  }

  /** @throws Problem `not_found` */
  private async assertRecord(id: string): Promise<void> {
    const [body] = await this.transactions.reader.query<{ id: string }[]>(`SELECT id FROM organisation WHERE id = $1`, [
      id,
    ]);
    if (!body) throw new Problem('not_found');
  }

  async one(principal: Principal, organisation: string, id: string): Promise<MergeDto> {
    const [row] = await this.transactions.reader.query<MergeRow[]>(
      `SELECT ${COLUMNS} FROM organisation_merge r WHERE r.id = $1 AND r.organisation_id = $2`,
      [id, organisation],
    );
    if (!row) throw new Problem('not_found');
    return this.view(row, principal);
  }

  private view(row: MergeRow, principal: Principal): MergeDto {
    const place = { id: row.organisation_id, merge: row.id };
    const caller = { permissions: principal.kind === 'user' ? principal.permissions : new Set<string>() };
    return toView(MergeDto, row, {
      organisation: row.organisation_id,
      into: row.into_id,
      allowedActions: linkAllowedActions(mergeSubject, row.state, place, caller),
    });
  }
}
