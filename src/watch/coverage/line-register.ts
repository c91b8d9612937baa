import { toEpochDay, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { Reader } from '../../kernel/database/reader.js';
import type { LineFacts } from '../facts/fact-types.js';

/** So many recipients of a line were served from one day to another, both included. */
export interface Served {
  from: number;
  /** Infinite where they still are. */
  to: number;
  people: number;
}

/** What is kept here of a line beside its contracts: who was served, and under which contracts such things are kept at all. */
export interface LineRegister {
  /** Contracts that are carried out here. */
  kept: ReadonlySet<string>;
  /** Months `YYYY-MM` in which services within a contract were recorded; a contract without records has no entry. */
  months: ReadonlyMap<string, readonly string[]>;
  served: readonly Served[];
}

interface Row {
  kept: string[];
  months: { contract: string; months: string[] }[];
  served: { since: PlainDate; until: PlainDate | null; people: number }[];
}

/** A record names its contract, not the line: the contract's records speak for each line that it serves. */
const REGISTER = `
  WITH on_line AS (
    SELECT c.id, c.conducted FROM line_contracts c JOIN service_lines r ON r.id = c.service_line_id AND r.dataset = c.dataset
    WHERE c.service_line_id = $1
  )
  SELECT
    (SELECT coalesce(jsonb_agg(id), '[]') FROM on_line WHERE conducted = 'here') AS kept,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('contract', m.contract_id, 'months', m.months)), '[]') FROM (
       SELECT d.contract_id, jsonb_agg(DISTINCT to_char(d.served_on, 'YYYY-MM')) AS months
       FROM service_days d JOIN on_line o ON o.id = d.contract_id
       WHERE d.within_contract AND d.records > 0 GROUP BY 1) m) AS months,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('since', s.since, 'until', s.until, 'people', s.people)), '[]') FROM (
       SELECT since, until, count(*)::int AS people FROM recipients WHERE service_line_id = $1 GROUP BY 1, 2) s) AS served`;

export async function loadRegister(reader: Reader, line: string): Promise<LineRegister> {
  const [row] = await reader.query<Row[]>(REGISTER, [line]);
  const { kept, months, served } = row as Row;
  return {
    kept: new Set(kept),
    months: new Map(months.map((one) => [one.contract, one.months])),
    served: served.map(({ since, until, people }) => ({
      from: toEpochDay(since),
      to: until === null ? Infinity : toEpochDay(until),
      people,
    })),
  };
}

/** The line with the months of its records. */
export const withMonths = (line: LineFacts, { months }: LineRegister): LineFacts => ({
  ...line,
  contracts: line.contracts.map((contract) => ({ ...contract, serviceMonths: months.get(contract.id) ?? null })),
});
