import type { RejectedFor } from '../../bids/rejection.rules.js';

/** A manager in a transaction, or the pool. */
interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T[]>;
}

/** A bid as the report of its review has it, once the result is published. Points as decimal text. */
export interface ReportedResult {
  /** Of the bid. */
  id: string;
  rank: number | null;
  total: string | null;
  priceScore: string | null;
  /** Yuan: what was offered before the talks; null in a tender. */
  firstPrice: string | null;
  ground: RejectedFor | null;
  detail: string | null;
}

/** Reports in force of lots whose result is published: the total is that of all criteria, the price among them. */
const REPORTED = `
  SELECT b ->> 'bid' AS id, (o ->> 'rank')::integer AS rank, o ->> 'total' AS total, o ->> 'priceScore' AS "priceScore",
    b ->> 'firstPrice' AS "firstPrice", b ->> 'ground' AS ground, b ->> 'detail' AS detail
  FROM review v JOIN lot l ON l.id = v.lot_id CROSS JOIN jsonb_array_elements(v.report -> 'bids') b
  LEFT JOIN jsonb_array_elements(v.report -> 'offers') o ON o ->> 'bid' = b ->> 'bid'
  WHERE v.lot_id = ANY ($1::uuid[]) AND v.state = 'reported' AND l.state IN ('result_published', 'contracted')`;

/** How bids fared, by their ids. Before the result nothing is known of it. */
export async function loadReportedResults(
  reader: Reader,
  lots: readonly string[],
): Promise<Map<string, ReportedResult>> {
  if (lots.length === 0) return new Map();
  const rows = await reader.query<ReportedResult>(REPORTED, [lots]);
  return new Map(rows.map((row) => [row.id, row]));
}
