import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../access/scope.js';
import { Sql } from '../database/sql.js';
import { keyset, type List } from '../http/lists/list.js';
import { visibleRows } from '../outbox/visible.js';
import { AuditEntryDto, EntryRow, type AuditQuery } from './audit.dto.js';
import { ChangeLog } from './change-log.js';
import { openRecords } from './persons/covered-reasons.js';
import { WithheldActors } from './withheld-actors.js';

@Injectable()
export class AuditQueries {
  /** Aggregates of accounts and of administration: an auditor reads of them, whatever body they are about. Rooms name their own. */
  readonly administration = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly withheld: WithheldActors,
    private readonly log: ChangeLog,
  ) {}

  /** Newest first. */
  async entries(scope: Scope, query: AuditQuery, url: string): Promise<List<AuditEntryDto>> {
    const sql = visibleRows(
      scope,
      'e',
      new Sql(),
      scope.permissions.has('audit.administration') ? [...this.administration] : [],
    );
    const withheld = this.withheld.withheldSql(sql, scope, 'e');
    sql.when(query.subject, (p) => `e.aggregate_type = split_part(${p}, ':', 1)`);
    sql.when(query.subject, (p) => `e.aggregate_id = substr(${p}, strpos(${p}, ':') + 1)`);
    // Asked by name, a row that keeps its name back would tell it.
    sql.when(query.actor, (p) => `e.actor_id = ${p} AND NOT ${withheld}`);
    sql.when(query.action, (p) => `e.action = ${p}`);
    sql.when(query.dataset, (p) => `e.dataset = ${p}`);
    const page = keyset(query, [{ column: 'e.id', type: 'bigint' }], 'DESC', sql);
    const rows = await this.dataSource.query<(EntryRow & { page_key: string })[]>(
      `SELECT e.id, e.aggregate_type, e.aggregate_id, e.seq, e.at, e.action, e.actor_kind, e.actor_id, e.dataset,
              e.canonical, e.seal, e.key_id, ${withheld} AS withheld, ${page.select}
       FROM audit_entry e WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    const recordOf = await openRecords(this.dataSource, this.log, rows);
    return page.list(rows, url, (row) => AuditEntryDto.fromRow(row, recordOf(row)));
  }
}
