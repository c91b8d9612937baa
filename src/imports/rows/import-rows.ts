import { Injectable } from '@nestjs/common';
import { BatchTx } from '../../kernel/database/batches/batch.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { parseNoticeLine } from '../notices/notice-row-parser.js';
import type { NoticeRow, ParsedLine, RejectedLine } from '../notices/notice-row-types.js';
import { loadPurchaseKeys } from '../notices/earlier-rounds.queries.js';
import { NoticeImporter, toRowRejection, type KnownRow } from '../notices/notice-importer.js';
import { OpenRounds } from '../notices/open-rounds.js';
import { groupByKeys } from './row-groups.rules.js';
import { RowRejected } from '../notices/row-rejection.js';
import type { ImportLine } from '../import-line.entity.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { FieldError } from '../../kernel/errors/problem.js';
import type { ImportLoss } from '../ocds/import-losses.rules.js';

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

type Came = 'accepted' | 'unchanged';
type ReadLine = Extract<ParsedLine, { ok: true }>;

/** What came of some rows, added once they stand. */
class Outcome {
  readonly taken: Taken = { figures: { accepted: 0, unchanged: 0, rejected: 0 }, rejects: [], losses: [] };

  reject(line: number, id: string | null, errors: FieldError[]): void {
    this.taken.figures.rejected++;
    this.taken.rejects.push({ line, id, errors });
  }

  add({ figures, rejects }: Taken): void {
    for (const name of ['accepted', 'unchanged', 'rejected'] as const) this.taken.figures[name] += figures[name];
    this.taken.rejects.push(...rejects);
  }
}

/** Takes the rows of some lines: those of one purchase in their order, purchases side by side. */
@Injectable()
export class ImportRows {
  constructor(private readonly importer: NoticeImporter) {}

  take(unit: Tx, { id, dataset }: ImportOf, lines: readonly ReceivedLine[]): Promise<Taken> {
    const parsed = lines.map(({ line, raw }) => limitLine(parseNoticeLine(raw, line)));
    return BatchTx.run(unit, { import: id }, async (tx) => {
      const outcome = new Outcome();
      for (const line of parsed) if (!line.ok) outcome.reject(line.line, line.id, line.errors);
      const rows = parsed.filter((line) => line.ok);
      const keys = await loadPurchaseKeys(
        tx,
        dataset,
        rows.map(({ row }) => row),
      );
      await this.takePurchases(tx, dataset, groupByKeys(rows, keys), outcome);
      return outcome.taken;
    });
  }

  /** All together; where a row must be taken back, in halves until its purchase stands alone, each row in a savepoint of its own. */
  private async takePurchases(
    tx: BatchTx,
    dataset: string,
    purchases: readonly ReadLine[][],
    outcome: Outcome,
  ): Promise<void> {
    const [first] = purchases;
    if (first === undefined) return;
    const ids = purchases.flat().map(({ row }) => row.id);
    let known = await this.importer.loadKnownRows(tx, dataset, ids);
    const takePurchase = (lines: readonly ReadLine[], taken: Outcome) => {
      const rounds = new OpenRounds();
      return takeLines(lines, taken, async (row) =>
        noteKnownRow(known, row, await this.takeRow(tx, dataset, row, known, rounds)),
      );
    };
    try {
      const together = new Outcome();
      await tx.attempt(
        () => tx.runSideBySide(purchases.map((lines) => () => takePurchase(lines, together))),
        'rows wait',
      );
      outcome.add(together.taken);
    } catch (error) {
      if (!(error instanceof RowRejected || toRowRejection(error))) throw error;
      if (purchases.length === 1) {
        known = await this.importer.loadKnownRows(tx, dataset, ids);
        return takeLines(first, outcome, (row) => this.takeRowAlone(tx, dataset, row, known), true);
      }
      const half = Math.ceil(purchases.length / 2);
      await this.takePurchases(tx, dataset, purchases.slice(0, half), outcome);
      await this.takePurchases(tx, dataset, purchases.slice(half), outcome);
    }
  }

  /** What waits for the end of the transaction is refused behind the row, and is its fault as well. @throws RowRejected */
  private async takeRowAlone(
    tx: BatchTx,
    dataset: string,
    row: NoticeRow,
    known: Map<string, KnownRow>,
  ): Promise<Came> {
    try {
      return noteKnownRow(known, row, await tx.attempt(() => this.takeRow(tx, dataset, row, known)));
    } catch (error) {
      throw toRowRejection(error) ?? error;
    }
  }

  /** The tender of the row; null where nothing is to be done. */
  private async takeRow(
    tx: BatchTx,
    dataset: string,
    row: NoticeRow,
    known: ReadonlyMap<string, KnownRow>,
    rounds = new OpenRounds(),
  ): Promise<string | null> {
    const before = known.get(row.id);
    return this.importer.isUnchanged(row, before) ? null : this.importer.take(tx, dataset, row, before, rounds);
  }
}

/** The same id may come again further down. */
function noteKnownRow(known: Map<string, KnownRow>, { id, raw }: NoticeRow, tender: string | null): Came {
  if (tender === null) return 'unchanged';
  known.set(id, { tender, raw });
  return 'accepted';
}

/** Rows of one purchase, one after the other. @throws RowRejected where something of a row must be taken back, unless `alone` */
async function takeLines(
  lines: readonly ReadLine[],
  outcome: Outcome,
  take: (row: NoticeRow) => Promise<Came>,
  alone = false,
): Promise<void> {
  for (const { line, row } of lines)
    try {
      outcome.taken.figures[await take(row)]++;
    } catch (error) {
      if (!(error instanceof RowRejected) || !(alone || error.clean)) throw error;
      outcome.reject(line, row.id, error.errors);
    }
}
