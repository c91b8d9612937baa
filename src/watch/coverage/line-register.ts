import { toEpochDay, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { Reader } from '../../kernel/database/reader.js';
import type { ServiceDays } from '../../purchase/tenders/conducted/terms/price-types.js';
import type { Evidence } from './evidence.rules.js';

/** So many recipients of a line were served from one day to another, both included. */
export interface Served {
  from: number;
  /** Infinite where they still are. */
  to: number;
  people: number;
  /** Under which contract. */
  contract?: string;
}

/** What is kept here of a line beside its contracts: who was served, and under which contracts such things are kept at all. */
export interface LineRegister {
  /** Contracts that are carried out here. */
  kept: ReadonlySet<string>;
  /** By contract, what was recorded on this line; a contract without any record, on whatever line, has no entry. */
  evidence: ReadonlyMap<string, Evidence>;
  served: readonly Served[];
}

interface Row {
  kept: string[];
  evidence: { contract: string; days: PlainDate[]; promised: ServiceDays | null }[];
  served: { since: PlainDate; until: PlainDate | null; people: number; contract: string }[];
}

const REGISTER = `
  WITH on_line AS (
    SELECT c.id, c.conducted, c.content -> 'serviceDays' AS promised FROM line_contracts c JOIN service_lines r ON r.id = c.service_line_id AND r.dataset = c.dataset
    WHERE c.service_line_id = $1
  )
  SELECT
    (SELECT coalesce(jsonb_agg(id), '[]') FROM on_line WHERE conducted = 'here') AS kept,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('contract', o.id, 'promised', nullif(o.promised, 'null'), 'days',
         (SELECT coalesce(jsonb_agg(d.served_on ORDER BY d.served_on), '[]') FROM service_line_days d
          WHERE d.contract_id = o.id AND d.service_line_id = $1 AND d.records > 0))), '[]')
     FROM on_line o WHERE EXISTS (
       SELECT FROM service_days d WHERE d.contract_id = o.id AND d.within_contract AND d.records > 0)) AS evidence,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('since', s.since, 'until', s.until, 'people', s.people, 'contract', s.contract_id)), '[]') FROM (
       SELECT since, until, contract_id, count(*)::int AS people FROM recipients WHERE service_line_id = $1 GROUP BY 1, 2, 3) s) AS served`;

export async function loadRegister(reader: Reader, line: string): Promise<LineRegister> {
  const [row] = await reader.query<Row[]>(REGISTER, [line]);
  const { kept, evidence, served } = row as Row;
  return {
    kept: new Set(kept),
    evidence: new Map(evidence.map(({ contract, ...one }) => [contract, one])),
    served: served.map(({ since, until, people, contract }) => ({
      from: toEpochDay(since),
      to: until === null ? Infinity : toEpochDay(until),
      people,
      contract,
    })),
  };
}
