import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, Matches, ValidateIf } from 'class-validator';
import type { FieldError } from '../kernel/errors/problem.js';
import type { Language } from '../kernel/errors/texts.js';
import { ListOf } from '../kernel/http/lists/list-of.js';
import { PageQuery } from '../kernel/http/lists/list.js';
import { OneOf, TextUpTo } from '../kernel/http/validation/fields.js';
import { BULK_KIND_NAMES, type BulkKindName } from './bulk/bulk-kind-names.js';
import type { ImportRow } from './import.entity.js';
import { findRowsEnd } from './keeping/kept-rows.rules.js';
import type { Uuid } from '../kernel/http/id.js';
import type { Instant } from '../kernel/clock/moment.js';
import type { LossReason } from './ocds/import-losses.rules.js';
import { toView } from '../kernel/http/view.js';

export class ImportQuery {
  /** Take nothing, say what would happen. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  dryRun?: boolean;
  /** What is published elsewhere: the rows belong to the dataset `import:name`. Either this or `kind`. */
  @ValidateIf(({ kind, name }: ImportQuery) => kind === undefined || name !== undefined)
  @Matches(/^[a-z0-9][a-z0-9-]{0,39}$/)
  name?: string;
  /** What the rows are, of a file that is taken into `live`, as the caller: NDJSON, or a table in CSV or XLSX. */
  @IsOptional()
  @IsIn(BULK_KIND_NAMES)
  kind?: BulkKindName;
  /** Of a `kind`: each row by itself, or all or none. */
  @IsOptional()
  @IsIn(['each', 'all'])
  mode?: 'each' | 'all';
  /** Of a `kind`: why what is recorded is corrected by the file. */
  @TextUpTo(2000, 'optional')
  reason?: string;
  /** `ocds`: releases, records or packages of OCDS, as lines or as one package; also as `application/json`. */
  @ValidateIf(({ kind, format }: ImportQuery) => kind === undefined && format !== undefined)
  @IsIn(['notices', 'ocds'])
  format?: 'notices' | 'ocds';
}

/** States of an import, as it is shown. */
const IMPORT_STATES = ['running', 'done', 'failed'] as const;
type ImportState = (typeof IMPORT_STATES)[number];

export class ImportsQuery extends PageQuery {
  @OneOf(IMPORT_STATES, 'optional')
  state?: ImportState;
  /** Only files of this kind of rows. */
  @OneOf(BULK_KIND_NAMES, 'optional')
  kind?: BulkKindName;
}

/** SQL: how far the import `i` is, as it is shown. */
export const IMPORT_STATE = `CASE WHEN i.state = 'done' THEN 'done' WHEN i.error IS NULL THEN 'running' ELSE 'failed' END`;

/** Members of a release that have no place here, and why not. */
export class ImportLossDto {
  /** Its path; places in lists are left out. */
  field: string;
  reason: LossReason;
  count: number;
}

/** An import of a file, and how far it is. */
export class ImportDto {
  id: Uuid;
  /** `failed`: the last attempt broke off; the next one goes on where it stopped, unless the import was given up: then `finishedAt` is set too. */
  state: ImportState;
  dryRun: boolean;
  dataset: string;
  /** Rows received. */
  rows: number;
  accepted: number;
  /** Rows that are stored already in the same words. */
  unchanged: number;
  rejected: number;
  format: 'notices' | 'ocds';
  /** What its rows are, where it is taken into `live`. */
  kind: BulkKindName | null;
  mode: 'each' | 'all';
  /** What of the accepted rows did not come in. */
  losses: ImportLossDto[];
  createdAt: Instant;
  finishedAt: Instant | null;
  /** Until when the rows that were not taken can be read; null: for good, or the import goes on. */
  rejectsUntil: Instant | null;

  static fromRow(row: ImportRow): ImportDto {
    return toView(ImportDto, row, {
      state: row.state === 'done' ? 'done' : row.error === null ? 'running' : 'failed',
      rejectsUntil: findRowsEnd(row)?.toISOString() ?? null,
    });
  }
}

/** A page of imports. */
export class ImportListDto extends ListOf(ImportDto) {}

export interface RejectRow {
  line: number;
  row_id: string | null;
  errors: FieldError[];
  raw: string;
}

/** A row of a file that was not taken, with its faults. */
export class RejectDto {
  /** Number of the line in the file, from 1; in packages of OCDS that of the release or record. */
  line: number;
  /** The row's own id, where it could be read. */
  id: string | null;
  /** `href`: the object that has it already. */
  errors: { pointer: string; code: string; text: string; href?: string }[];
  /** The line as received: corrected, the rejects alone can be imported again. */
  raw: string;

  static fromRow(row: RejectRow, lang: Language): RejectDto {
    const errors = row.errors.map(({ pointer, code, text, href }) => ({
      ...{ pointer, code, text: text[lang] },
      ...(href !== undefined && { href }),
    }));
    return { line: row.line, id: row.row_id, errors, raw: row.raw };
  }
}

/** A page of rows that were not taken. */
export class RejectListDto extends ListOf(RejectDto) {}
