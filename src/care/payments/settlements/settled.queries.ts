import type { Reader } from '../../../kernel/database/reader.js';
import { countedRecordsSql } from '../../delivery/records/counted-records.queries.js';
import type { PriceItem } from '../../../purchase/tenders/conducted/terms/price-types.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { SettledBefore, SettledItem } from './settlement.rules.js';

/** What was confirmed of a contract so far. */
export interface Confirmed {
  /** Last day of it; null: nothing was. */
  to: PlainDate | null;
  settlements: { items: SettledItem[] }[];
  sums: SettledBefore;
}

export async function loadConfirmedSettlements(reader: Reader, contract: string): Promise<Confirmed> {
  const rows = await reader.query<
    { to: string; items: SettledItem[]; units: string; deducted: string; total: string }[]
  >(
    `SELECT period_to::text AS "to", items, units_total::text AS units, deducted::text, total::text FROM settlement
     WHERE contract_id = $1 AND state = 'confirmed' ORDER BY period_to`,
    [contract],
  );
  const sum = (of: 'units' | 'deducted' | 'total'): bigint => rows.reduce((all, row) => all + BigInt(row[of]), 0n);
  return {
    to: rows.at(-1)?.to ?? null,
    settlements: rows.map(({ items }) => ({ items })),
    sums: { units: sum('units'), deducted: sum('deducted'), total: sum('total') },
  };
}

/** What the records that stand come to up to a day, by the number of the item. Only what the contract asks for counts. */
export async function countUnits(
  reader: Reader,
  contract: string,
  items: readonly PriceItem[],
  to: PlainDate,
): Promise<Map<number, number>> {
  const rows = await reader.query<{ no: number; total: number }[]>(
    countedRecordsSql({ contract: '$1', standards: '$3::jsonb', to: '$2' }),
    [contract, to, JSON.stringify(items)],
  );
  return new Map(rows.map(({ no, total }) => [no, total]));
}
