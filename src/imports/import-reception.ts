import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { listPermittedBodies } from '../kernel/access/held.js';
import type { Principal } from '../kernel/access/principal.js';
import { Transactions, type Tx } from '../kernel/database/transactions.js';
import { Settings } from '../kernel/config/settings.js';
import { Problem } from '../kernel/errors/problem.js';
import { TABLE_TYPES } from '../kernel/http/tables/table-form.js';
import { invalid } from '../kernel/http/validation.js';
import { BULK_PERMITS, type BulkKindName, type FileType } from './bulk/bulk-kind-names.js';
import { BulkKinds } from './bulk/bulk-kinds.js';
import { readTableFile } from './bulk/table-files.js';
import { ImportNames } from './import-names.js';
import { ROWS_AT_ONCE, storeLines, type GivenLine } from './import-lines.js';
import { ImportSeals } from './import-seals.js';
import { toImportChange } from './import-change.js';
import type { ImportRow } from './import.entity.js';
import { readLines } from './notices/lines.js';
import { readPieces } from './ocds/ocds-pieces.js';
import { holdHeap } from './rows/hold-heap.js';
import { LINES } from './uploads.js';
import type { ImportQuery } from './imports.dto.js';

/** What a file of what is published elsewhere is to be taken as. */
export interface NamedFile {
  name: string;
  dryRun: boolean;
  maxBytes: number;
  /** Absent: notices. */
  format?: ImportRow['format'];
}

/** What a file of rows of one kind is to be taken as. */
interface BulkUpload {
  kind: BulkKindName;
  dryRun: boolean;
  mode: ImportRow['mode'];
  reason: string | null;
  fileType: FileType;
  maxBytes: number;
  /** Where it lies. */
  path: string;
}

/** How a request is received. */
interface Plan {
  types: readonly string[];
  /** What tells it from another under the same key, beside type and content. */
  parameters: readonly unknown[];
  receive(file: AsyncIterable<Buffer>, path: string): Promise<string>;
}
const TABLES: Readonly<Record<string, FileType>> = { [TABLE_TYPES.csv]: 'csv', [TABLE_TYPES.xlsx]: 'xlsx' };

type NewImport = Pick<ImportRow, 'dataset' | 'dry_run' | 'organisation_id'> &
  Partial<Pick<ImportRow, 'sender_bodies' | 'format' | 'kind' | 'mode' | 'reason' | 'file_type' | 'headings'>>;

const createOddProblem = (parameter: string, beside: string): Problem =>
  invalid(`?${parameter}`, 'not_allowed', { en: `Not beside ${beside}`, zh: `不能与 ${beside} 同时使用` });

function assertTakenAtOnce(rows: number): void {
  if (rows > ROWS_AT_ONCE)
    throw invalid('?mode', 'too_many_rows', {
      en: `At most ${ROWS_AT_ONCE} rows are taken together; send more in several files, or row by row`,
      zh: `一次整体导入至多 ${ROWS_AT_ONCE} 行，请分多个文件提交，或逐行导入`,
    });
}

/** Files as they come in: their lines are stored, and a job is asked to take them. */
@Injectable()
export class ImportReception {
  constructor(
    private readonly transactions: Transactions,
    private readonly names: ImportNames,
    private readonly kinds: BulkKinds,
    private readonly seals: ImportSeals,
    private readonly settings: Settings,
  ) {}

  /** What the query says of the file. @throws Problem where it says two things */
  plan(principal: Principal, query: ImportQuery, request: Request): Plan {
    const { kind, name, dryRun = false, format = 'notices', mode = 'each', reason = null } = query;
    const { importMaxBytes: maxBytes } = this.settings;
    const other = Object.entries({ name }).find(([, value]) => value !== undefined)?.[0];
    if (kind !== undefined && query.format !== undefined)
      throw invalid('?format', 'not_allowed', {
        en: `Leave format out beside kind: the header Content-Type says what the rows come as: application/x-ndjson, ${TABLE_TYPES.csv} or ${TABLE_TYPES.xlsx}`,
        zh: `与 kind 同时使用时不填写 format：数据行的形式由请求头 Content-Type 说明，可为 application/x-ndjson、${TABLE_TYPES.csv} 或 ${TABLE_TYPES.xlsx}`,
      });
    if (kind !== undefined && other !== undefined) throw createOddProblem(other, 'kind');
    if (kind === undefined) {
      const odd = Object.entries({ mode: query.mode, reason }).find(([, value]) => (value ?? null) !== null)?.[0];
      if (odd !== undefined) throw createOddProblem(odd, 'name');
      return {
        types: format === 'ocds' ? [...LINES, 'application/json'] : LINES,
        parameters: [name, dryRun, ...(format === 'notices' ? [] : [format])],
        receive: (file) => this.receive(principal, file, { name: name ?? '', dryRun, format, maxBytes }),
      };
    }
    const fileType = TABLES[request.is(Object.keys(TABLES)) || ''] ?? 'ndjson';
    return {
      types: [...LINES, ...Object.keys(TABLES)],
      parameters: [kind, dryRun, mode, reason],
      receive: (file, path) =>
        this.receiveRows(principal, file, { kind, dryRun, mode, reason, fileType, maxBytes, path }),
    };
  }

  /** Answers the import's id. */
  async receive(
    principal: Principal,
    file: AsyncIterable<Buffer>,
    { name, dryRun, maxBytes, format = 'notices' }: NamedFile,
  ): Promise<string> {
    if (principal.kind !== 'system' && !principal.permissions.has('import.run')) throw new Problem('not_permitted');
    return this.transactions.run(principal, async (tx) => {
      const dataset = `import:${name}`;
      const body = await this.names.claimImportName(tx, dataset, principal, dryRun);
      const lines = format === 'ocds' ? readPieces(file, maxBytes) : readLines(file, maxBytes);
      return this.store(tx, { dataset, dry_run: dryRun, organisation_id: body, format }, lines);
    });
  }

  /** Of rows that are taken into what everybody works with, as who sends them. Answers the import's id. */
  async receiveRows(principal: Principal, file: AsyncIterable<Buffer>, given: BulkUpload): Promise<string> {
    const { kind, dryRun, mode, reason, fileType } = given;
    if (!principal.permissions.has(BULK_PERMITS[kind])) throw new Problem('not_permitted');
    const bodies = listPermittedBodies(principal, BULK_PERMITS[kind]);
    const organisation = bodies.length === 1 ? (bodies[0] ?? null) : null;
    return this.transactions.run(principal, async (tx) => {
      // Each attempt reads the file from its beginning.
      const { headings, lines, close } = await readTableFile(this.kinds.get(kind), file, given);
      const job = {
        ...{ dataset: 'live', dry_run: dryRun, organisation_id: organisation, sender_bodies: bodies },
        ...{ kind, mode, reason, file_type: fileType, headings },
      };
      return this.store(tx, job, lines).finally(close);
    });
  }

  private async store(tx: Tx, given: NewImport, lines: AsyncIterable<GivenLine>): Promise<string> {
    const { format = 'notices', kind = null, mode = 'each', reason = null } = given;
    const { file_type: fileType = 'ndjson', headings = null } = given;
    const [row] = await tx.query<ImportRow>(
      `INSERT INTO import (dataset, dry_run, created_by, created_by_kind, organisation_id, format, kind, mode, reason, file_type, headings, sender_bodies)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING *`,
      [
        ...[given.dataset, given.dry_run, tx.principal.id, tx.principal.kind, given.organisation_id, format],
        ...[kind, mode, reason, fileType, headings && JSON.stringify(headings), given.sender_bodies ?? []],
      ],
    );
    const job = row as ImportRow;
    const rows = await holdHeap(() => storeLines(tx, this.seals, job, lines));
    if (kind !== null && mode === 'all') assertTakenAtOnce(rows);
    await tx.query(`UPDATE import SET state = 'running', rows = $2 WHERE id = $1`, [job.id, rows]);
    this.seals.bind(tx, job.id);
    await tx.record({
      ...toImportChange(job),
      action: 'received',
      to: 'running',
      data: { rows, dryRun: job.dry_run, ...(kind && { kind, mode }) },
    });
    return job.id;
  }
}
