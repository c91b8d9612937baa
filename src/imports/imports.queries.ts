import { Injectable } from '@nestjs/common';
import { listPermittedBodies } from '../kernel/access/held.js';
import type { Principal } from '../kernel/access/principal.js';
import { PersonalReads } from '../kernel/audit/persons/personal-reads.js';
import { Sql } from '../kernel/database/sql.js';
import { Transactions } from '../kernel/database/transactions.js';
import { Problem } from '../kernel/errors/problem.js';
import type { Language } from '../kernel/errors/texts.js';
import { keyset, type List, type PageQuery } from '../kernel/http/lists/list.js';
import { BULK_KIND_NAMES, isOfPeople, permitOfImport } from './bulk/bulk-kind-names.js';
import { IMPORT_STATE, ImportDto, RejectDto, type ImportsQuery, type RejectRow } from './imports.dto.js';
import { ImportSeals } from './import-seals.js';
import type { ImportRow } from './import.entity.js';
import { findRowsEnd, printable } from './keeping/kept-rows.rules.js';

@Injectable()
export class ImportsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly reads: PersonalReads,
    private readonly seals: ImportSeals,
  ) {}

  async one(principal: Principal, id: string): Promise<ImportDto> {
    return ImportDto.fromRow(await this.find(principal, id));
  }

  /** The imports that the caller may see, newest first. */
  async list(principal: Principal, query: ImportsQuery, url: string): Promise<List<ImportDto>> {
    const sql = new Sql();
    sql.and(visibleImports(principal, sql));
    if (query.kind !== undefined) sql.and(`i.kind = ${sql.p(query.kind)}`);
    if (query.state !== undefined) sql.and(`${IMPORT_STATE} = ${sql.p(query.state)}`);
    const order = [
      { column: 'i.created_at', type: 'timestamptz' },
      { column: 'i.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'DESC', sql);
    const rows = await this.transactions.reader.query<(ImportRow & { page_key: string })[]>(
      `SELECT i.*, ${page.select} FROM import i WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ImportDto.fromRow);
  }

  private async find(principal: Principal, id: string): Promise<ImportRow> {
    const sql = new Sql();
    sql.and(`i.id = ${sql.p(id)}`).and(visibleImports(principal, sql));
    const [row] = await this.transactions.reader.query<ImportRow[]>(
      `SELECT i.* FROM import i WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
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
    const list = page.list(rows, url, (row) => RejectDto.fromRow(this.open(job, row), lang));
    // Rows of live objects may name recipients, workers and contacts; published notices are public.
    if (kind !== null) await this.reads.note(reader, principal, `import:${id}`, list.items.length);
    return list;
  }

  /** A row of people says its number itself; what can be read no more is empty. */
  private open(job: ImportRow, row: RejectRow): RejectRow {
    if (!isOfPeople(job.kind)) return row;
    const raw = this.seals.readLine(job, row.line, Buffer.from(row.raw, 'base64'));
    return { ...row, row_id: null, raw: raw === null ? '' : printable(raw) };
  }
}

/**
 * SQL: the import `i` is seen by the people of the body it was sent for, and by its sender; one of rows of live objects, which may say
 * what is no longer the sender's to read, by its sender only while they act for all bodies for which it was sent.
 */
function visibleImports(principal: Principal, sql: Sql): string {
  const sender = sql.p(principal.id);
  const kinds = [null, ...BULK_KIND_NAMES].filter((kind) => principal.permissions.has(permitOfImport(kind)));
  const seen = [...new Set(kinds.map(permitOfImport))].map((permit) => {
    const some = kinds.filter((kind) => permitOfImport(kind) === permit);
    const held = `${sql.p(listPermittedBodies(principal, permit))}::uuid[]`;
    const which = some.includes(null) ? 'i.kind IS NULL' : `i.kind = ANY (${sql.p(some)}::text[])`;
    const acts = `(i.kind IS NULL OR i.sender_bodies <@ ${held})`;
    return `${which} AND (i.organisation_id = ANY (${held}) OR i.created_by = ${sender} AND ${acts})`;
  });
  return seen.map((one) => `(${one})`).join(' OR ') || 'false';
}
