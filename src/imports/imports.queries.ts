import { Injectable } from '@nestjs/common';
import { listPermittedBodies } from '../kernel/access/held.js';
import type { Principal } from '../kernel/access/principal.js';
import { PersonalReads } from '../kernel/audit/persons/personal-reads.js';
import { Sql } from '../kernel/database/sql.js';
import { Transactions } from '../kernel/database/transactions.js';
import { Problem } from '../kernel/errors/problem.js';
import type { Language } from '../kernel/errors/texts.js';
import { keyset, type List, type PageQuery } from '../kernel/http/lists/list.js';
import { permitOfImport } from './bulk/bulk-kind-names.js';
import { ImportDto, RejectDto, type RejectRow } from './imports.dto.js';
import type { ImportRow } from './import.entity.js';
import { findRowsEnd } from './keeping/kept-rows.rules.js';

@Injectable()
export class ImportsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly reads: PersonalReads,
  ) {}

  /** Whoever sent it, and their body's people who may send such files. */
  async one(principal: Principal, id: string): Promise<ImportDto> {
    return ImportDto.fromRow(await this.find(principal, id));
  }

  private async find(principal: Principal, id: string): Promise<ImportRow> {
    const [row] = await this.transactions.reader.query<ImportRow[]>(`SELECT * FROM import WHERE id = $1`, [id]);
    if (!row || !maySeeImport(principal, row)) throw new Problem('not_found');
    return row;
  }

  /** Every reject of an import, for commands; some at a time. */
  async *allRejects(id: string): AsyncGenerator<RejectRow> {
    for (let last = 0; ;) {
      const rows = await this.transactions.reader.query<RejectRow[]>(
        `SELECT line, row_id, errors, raw FROM import_reject WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT 500`,
        [id, last],
      );
      yield* rows;
      const line = rows.at(-1)?.line;
      if (line === undefined) return;
      last = line;
    }
  }

  async rejects(
    principal: Principal,
    id: string,
    query: PageQuery,
    url: string,
    lang: Language,
  ): Promise<List<RejectDto>> {
    const job = await this.find(principal, id);
    const { kind } = job;
    const { reader } = this.transactions;
    const end = findRowsEnd(job);
    if (end !== null && end.getTime() <= Date.now()) throw new Problem('rejects_ended');
    const sql = new Sql();
    sql.and(`r.import_id = ${sql.p(id)}`);
    const page = keyset(query, [{ column: 'r.line', type: 'integer' }], 'ASC', sql);
    const rows = await reader.query<(RejectRow & { page_key: string })[]>(
      `SELECT r.line, r.row_id, r.errors, r.raw, ${page.select} FROM import_reject r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    const list = page.list(rows, url, (row) => RejectDto.fromRow(row, lang));
    // Rows of live objects may name recipients, workers and contacts; published notices are public.
    if (kind !== null) await this.reads.note(reader, principal, `import:${id}`, list.items.length);
    return list;
  }
}

/** The people of the body it was sent for, and its sender; of rows of live objects only while they act for all bodies for which they were sent. */
function maySeeImport(principal: Principal, row: ImportRow): boolean {
  const permit = permitOfImport(row.kind);
  if (!principal.permissions.has(permit)) return false;
  const held = listPermittedBodies(principal, permit);
  if (row.organisation_id !== null && held.includes(row.organisation_id)) return true;
  // Rows of live objects may say what is no longer the sender's to read.
  return (
    row.created_by === principal.id && (row.kind === null || row.sender_bodies.every((body) => held.includes(body)))
  );
}
