import { Injectable } from '@nestjs/common';
import { BatchTx } from '../kernel/database/batch.js';
import type { Tx } from '../kernel/database/transactions.js';
import { parseNoticeLine } from './notices/notice-row-parser.js';
import type { NoticeRow, ParsedLine, RejectedLine } from './notices/notice-row-types.js';
import { NoticeImporter, type KnownRow } from './notices/notice-importer.js';
import { RowRejected } from './notices/row-rejection.js';
import type { ImportLine } from './import-line.entity.js';
import type { StoredRow } from '../kernel/database/row-types.js';
import type { FieldError } from '../kernel/errors/problem.js';
import type { ImportLoss } from './ocds/import-losses.rules.js';

export type ReceivedLine = Pick<StoredRow<ImportLine>, 'line' | 'raw'>;
export interface Figures {
  accepted: number;
  unchanged: number;
  rejected: number;
}
/** The line itself is not held: it stands with the import until that is done. */
export type RejectedRow = Omit<RejectedLine, 'raw'>;
export interface Taken {
  figures: Figures;
  rejects: RejectedRow[];
  /** What of the rows that were taken has no place here. */
  losses: ImportLoss[];
}

/** Which import, and under which name. */
export interface ImportOf {
  id: string;
  dataset: string;
}

/** Faults said of one row: a line of a megabyte can have more of them than anybody reads. */
const MAX_FAULTS = 100;
export const limitFaults = (errors: FieldError[]): FieldError[] => errors.slice(0, MAX_FAULTS);
const limitLine = (parsed: ParsedLine): ParsedLine =>
  parsed.ok ? parsed : { ...parsed, errors: limitFaults(parsed.errors) };

/** Takes the rows of some lines, in their order. */
@Injectable()
export class ImportRows {
  constructor(private readonly importer: NoticeImporter) {}

  /** Together first; a row that must be taken back is rare, and then each is taken in a savepoint of its own. */
  take(unit: Tx, { id, dataset }: ImportOf, lines: readonly ReceivedLine[]): Promise<Taken> {
    const parsed = lines.map(({ line, raw }) => limitLine(parseNoticeLine(raw, line)));
    return BatchTx.run(unit, { import: id }, async (tx) => {
      try {
        return await tx.attempt(() => this.takeAll(tx, dataset, parsed, false));
      } catch (error) {
        if (!(error instanceof RowRejected)) throw error;
        return this.takeAll(tx, dataset, parsed, true);
      }
    });
  }

  private async takeAll(tx: BatchTx, dataset: string, lines: readonly ParsedLine[], alone: boolean): Promise<Taken> {
    const figures: Figures = { accepted: 0, unchanged: 0, rejected: 0 };
    const rejects: RejectedRow[] = [];
    const ids = lines.flatMap((parsed) => (parsed.ok ? [parsed.row.id] : []));
    const known = await this.importer.loadKnownRows(tx, dataset, ids);
    for (const parsed of lines) {
      const { line } = parsed;
      if (!parsed.ok) {
        figures.rejected++;
        rejects.push({ line, id: parsed.id, errors: parsed.errors });
        continue;
      }
      try {
        figures[await this.takeRow(tx, dataset, parsed.row, known, alone)]++;
      } catch (error) {
        if (!(error instanceof RowRejected) || !(alone || error.clean)) throw error;
        figures.rejected++;
        rejects.push({ line, id: parsed.row.id, errors: error.errors });
      }
    }
    return { figures, rejects, losses: [] };
  }

  private async takeRow(
    tx: BatchTx,
    dataset: string,
    row: NoticeRow,
    known: Map<string, KnownRow>,
    alone: boolean,
  ): Promise<'accepted' | 'unchanged'> {
    const before = known.get(row.id);
    if (this.importer.isUnchanged(row, before)) return 'unchanged';
    const take = () => this.importer.take(tx, dataset, row, before);
    const tender = alone ? await tx.attempt(take) : await take();
    // The same id may come again further down.
    known.set(row.id, { tender, raw: row.raw });
    return 'accepted';
  }
}
