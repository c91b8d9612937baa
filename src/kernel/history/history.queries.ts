import { Injectable } from '@nestjs/common';
import type { Scope } from '../access/scope.js';
import { ChangeLog } from '../audit/change-log.js';
import { openRecords, type OpenedRecord, type SealedRow } from '../audit/persons/covered-reasons.js';
import { WithheldActors } from '../audit/withheld-actors.js';
import { Sql } from '../database/sql.js';
import { Transactions } from '../database/transactions.js';
import { Problem } from '../errors/problem.js';
import { keyset, type List } from '../http/lists/list.js';
import type { Actor } from '../outbox/change.js';
import { visibleRows } from '../outbox/visible.js';
import type { HistoryEntryDto, HistoryQuery } from './history.dto.js';

interface EntryRow extends SealedRow {
  at: Date;
  action: string;
  actor_kind: Actor['kind'];
  /** Whether the caller sees it for another reason than that it is public. */
  concerned: boolean;
  /** Who acted is not for the caller to know. */
  withheld: boolean;
}

/** Who and words come from the sealed bytes; a row whose bytes are not ours shows what its columns say besides, and neither. */
function view(row: EntryRow, record: OpenedRecord | null): HistoryEntryDto {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    action: row.action,
    actor: { kind: row.actor_kind, id: row.withheld ? null : (record?.actor.id ?? null) },
    from: record?.from ?? null,
    to: record?.to ?? null,
    reason: row.concerned ? (record?.reason ?? null) : null,
    reasonErased: row.concerned && (record?.reasonErased ?? false),
    data: record?.data ?? {},
  };
}

@Injectable()
export class HistoryQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly withheld: WithheldActors,
    private readonly log: ChangeLog,
  ) {}

  /** What happened to one object, oldest first, as far as the caller may see it; nothing visible is 404. */
  async list(scope: Scope, query: HistoryQuery, url: string): Promise<List<HistoryEntryDto>> {
    const colon = query.subject.indexOf(':');
    const sql = new Sql();
    sql.and(`e.aggregate_type = ${sql.p(query.subject.slice(0, colon))}`);
    sql.and(`e.aggregate_id = ${sql.p(query.subject.slice(colon + 1))}`);
    visibleRows(scope, 'e', sql);
    const concerned = scope.everything ? 'true' : notOnlyPublic(scope, sql);
    const withheld = this.withheld.withheldSql(sql, scope, 'e');
    const page = keyset(query, [{ column: 'e.seq', type: 'integer' }], 'ASC', sql);
    const rows = await this.transactions.reader.query<(EntryRow & { page_key: string })[]>(
      `SELECT e.aggregate_type, e.aggregate_id, e.seq, e.at, e.action, e.actor_kind, e.canonical, e.seal, e.key_id, ${concerned} AS concerned,
         ${withheld} AS withheld, ${page.select}
       FROM audit_entry e WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    if (rows.length === 0 && query.cursor === undefined) throw new Problem('not_found');
    const recordOf = await openRecords(this.transactions.reader, this.log, rows);
    return page.list(rows, url, (row) => view(row, recordOf(row)));
  }
}

function notOnlyPublic(scope: Scope, sql: Sql): string {
  const mine = `e.tenants && ${sql.p(scope.organisations)}::uuid[]`;
  const watched = `coalesce(e.region LIKE ANY (${sql.p(scope.regions.map((r) => `${r}%`))}::text[]), false)`;
  return `(${mine} OR ${watched})`;
}
