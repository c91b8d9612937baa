import type { LotComparisonResult } from './comparison-types.js';

/** A manager in a transaction, or the pool. */
interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T[]>;
}

/** What bids of lots were found to have in common, by the lot. It stands in no view: whoever watches is given it by this room. */
export async function loadLotComparisons(
  reader: Reader,
  lots: readonly string[],
): Promise<Map<string, LotComparisonResult>> {
  if (lots.length === 0) return new Map();
  const rows = await reader.query<{ lot_id: string; result: LotComparisonResult }>(
    `SELECT lot_id, result FROM lot_comparison WHERE lot_id = ANY ($1::uuid[])`,
    [lots],
  );
  return new Map(rows.map((row) => [row.lot_id, row.result]));
}
