import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Missing } from '../purchases/purchase-types.js';

/** The parts of a notice's row that are lists: what stands in them and nobody reads is listed as missing. */
export interface NoticeParts {
  kind: string;
  /** Whether the round has its lots from this row: the others name lots that the round has, or lacks. */
  opens: boolean;
  lots: unknown;
  bidders: unknown;
  suppliers: unknown;
}

/** A lot of the round, by the number and the name that it has there. */
export interface NamedLot {
  no: number;
  name: string | null;
}

/** Paths of unread keys (`lots.colour`), and lots and bidders that have no place in the round (`lots.lot_no=3`). */
export const listUnreadParts = declareContribution<(row: NoticeParts, lots: readonly NamedLot[]) => string[]>(
  'unread parts of the row of a notice',
);

/** What rows of imported files say and nobody reads, each once. */
export const findUnread = (rows: readonly NoticeParts[], lots: readonly NamedLot[]): Missing[] =>
  [...new Set(rows.flatMap((row) => listUnreadParts(row, lots)))].map((part) => ({ field: `file.${part}`, lot: null }));
