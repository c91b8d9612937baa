import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Missing } from '../purchases/purchase-types.js';

/** The parts of a notice's row that are lists: what stands in them under keys that nobody reads is listed as missing. */
export interface NoticeParts {
  lots: unknown;
  bidders: unknown;
  suppliers: unknown;
}

/** Paths of those keys: `lots.colour`. */
export const listUnreadKeys = declareContribution<(row: NoticeParts) => string[]>('unread keys of the row of a notice');

/** What rows of imported files say under such keys, each once. */
export const findUnread = (rows: readonly NoticeParts[]): Missing[] =>
  [...new Set(rows.flatMap(listUnreadKeys))].map((key) => ({ field: `file.${key}`, lot: null }));
