import type { ImportRow } from '../import.entity.js';

/** Days for which rows of live objects that were not taken are kept to be corrected. */
export const ROWS_KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

/** Until when the rows of an import that were not taken can be read; null: there is no such day. Published notices stay. */
export const findRowsEnd = ({ kind, finished_at: finishedAt }: Pick<ImportRow, 'kind' | 'finished_at'>): Date | null =>
  kind === null || finishedAt === null ? null : new Date(finishedAt.getTime() + ROWS_KEPT_DAYS * DAY_MS);

/** A line that is not text at all is kept as far as it can be shown. */
export const printable = (raw: Buffer): string => raw.toString('utf8').replaceAll('\0', '\uFFFD');
