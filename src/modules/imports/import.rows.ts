import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { parseNoticeLine } from './notice-row.parser.js';
import type { NoticeRow, RejectedLine } from './notice-row.types.js';
import { NoticeImporter, type KnownRow } from './notice.importer.js';
import { RowRejected } from './row.rejected.js';

export interface ReceivedLine {
  line: number;
  raw: Buffer;
}
export interface Figures {
  accepted: number;
  unchanged: number;
  rejected: number;
}
/** The line itself is not held: it stands with the import until that is done. */
export type RejectedRow = Omit<RejectedLine, 'raw'>;

/** Takes the rows of some lines, in their order. */
@Injectable()
export class ImportRows {
  constructor(
    private readonly transactions: Transactions,
    private readonly importer: NoticeImporter,
  ) {}

  async take(
    tx: Tx,
    dataset: string,
    lines: readonly ReceivedLine[],
  ): Promise<{ figures: Figures; rejects: RejectedRow[] }> {
    const figures: Figures = { accepted: 0, unchanged: 0, rejected: 0 };
    const rejects: RejectedRow[] = [];
    const rows = lines.map(({ line, raw }) => parseNoticeLine(raw, line));
    const ids = rows.flatMap((parsed) => (parsed.ok ? [parsed.row.id] : []));
    const known = await this.importer.known(tx, dataset, ids);
    for (const parsed of rows) {
      const { line } = parsed;
      const rejected = parsed.ok
        ? await this.takeRow(tx, dataset, parsed.row, known, figures)
        : { id: parsed.id, errors: parsed.errors };
      if (rejected === null) continue;
      figures.rejected++;
      rejects.push({ line, ...rejected });
    }
    return { figures, rejects };
  }

  /** A row in a savepoint of its own; null where it was taken. */
  private async takeRow(
    tx: Tx,
    dataset: string,
    row: NoticeRow,
    known: Map<string, KnownRow>,
    figures: Figures,
  ): Promise<Omit<RejectedRow, 'line'> | null> {
    const before = known.get(row.id);
    if (this.importer.isUnchanged(row, before)) {
      figures.unchanged++;
      return null;
    }
    try {
      const tender = await this.transactions.run(tx.principal, (inner) =>
        this.importer.take(inner, dataset, row, before),
      );
      // The same id may come again further down.
      known.set(row.id, { tender, raw: row.raw });
      figures.accepted++;
      return null;
    } catch (error) {
      if (error instanceof RowRejected) return { id: row.id, errors: error.errors };
      throw error;
    }
  }
}
