import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { Measure } from '../../../purchase/tenders/conducted/terms/measure.rules.js';
import type { Standard } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import { CONTRACT_PARTIES, isInsider } from '../../../purchase/tenders/reads/tender-visibility.js';
import type { ContractProgressDto, ForecastDto } from './progress.dto.js';
import { deriveProgress, type Outputs, type Progress } from './progress.rules.js';

/** A contract that is carried out here, as its progress reads it. */
export interface RunningContract {
  id: string;
  standards: Standard[];
  from: PlainDate | null;
  to: PlainDate | null;
}

/** Of contract `c`. What was recorded of a contract elsewhere names no standards that could be counted. */
export const RUNNING = `c.id, coalesce(c.content -> 'standards', '[]') AS standards, c.content -> 'window' ->> 'start' AS from,
  least(c.content -> 'window' ->> 'end', c.terminated_on::text) AS to`;

const nameRestDays = (keeps: number): ForecastDto['restDays'] =>
  keeps >= 0.75 ? 'kept' : keeps <= 0.25 ? 'served' : 'in_part';

const toView = (contract: RunningContract, asOf: PlainDate, progress: Progress): ContractProgressDto => ({
  contract: contract.id,
  asOf,
  from: contract.from,
  to: contract.to,
  ...progress,
  indicators: progress.indicators.map(({ forecast, ...indicator }) => ({
    ...indicator,
    forecast: forecast && {
      perEffectiveDay: progress.effectiveDays?.elapsed
        ? (forecast.done / progress.effectiveDays.elapsed).toFixed(2)
        : null,
      perWeek: forecast.weekdays.reduce((sum, mean) => sum + mean, 0).toFixed(1),
      weekdays: forecast.weekdays.map((mean) => mean.toFixed(2)),
      restDays: nameRestDays(forecast.keepsRestDays),
      expected: forecast.expected.toFixed(1),
      low: forecast.low.toFixed(1),
      high: forecast.high.toFixed(1),
      between: forecast.between,
    },
  })),
});

/** How far a contract has come against what it promised. */
@Injectable()
export class ProgressQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
  ) {}

  /** For its two parties and who watches over them; 404 else. */
  async one(scope: Scope, id: string): Promise<ContractProgressDto> {
    const { reader } = this.transactions;
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(id)}`).and(isInsider(sql, scope, CONTRACT_PARTIES));
    const [row] = await reader.query<(RunningContract & { today: PlainDate; conducted: string })[]>(
      `SELECT ${RUNNING}, r.conducted, business_today()::text AS today FROM contract r JOIN contract c ON c.id = r.id
       WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    if (row.conducted !== 'here') throw new Problem('conducted_elsewhere');
    return toView(row, row.today, await this.loadProgress(reader, row, row.today));
  }

  async loadProgress(reader: Reader, contract: RunningContract, today: PlainDate): Promise<Progress> {
    const { id, standards, from, to } = contract;
    const calendar = await this.calendars.current();
    if (from === null || to === null) return { effectiveDays: null, missingYears: [], indicators: [] };
    const asked = formatMeasures(standards, (of) => of !== 'recipients');
    const rows =
      asked === null ? [] : await reader.query<{ no: number; days: [PlainDate, number][] }[]>(OUTPUTS, [id, asked]);
    const outputs: Outputs = new Map(rows.map(({ no, days }) => [no, days.map(([day, output]) => ({ day, output }))]));
    const recipients = await countRecipients(reader, contract);
    return deriveProgress({ standards, from, to, today, calendar, outputs, recipients });
  }
}

/** SQL: of standards $2 their number and measure. */
const MEASURES = `(SELECT (t.value ->> 'no')::int AS no, t.value #>> '{measure,of}' AS of, t.value #>> '{measure,form}' AS form,
    t.value #>> '{measure,content}' AS content FROM jsonb_array_elements($2::jsonb) t(value)) m`;

/** What each day of a contract comes to by a measure. One text for all of them: a year of days is no rows to take apart. */
const OUTPUTS = `
  SELECT m.no, (SELECT coalesce(json_agg(json_build_array(d.day, d.output) ORDER BY d.day), '[]') FROM (
      SELECT s.served_on AS day, sum(CASE m.of WHEN 'records' THEN s.records WHEN 'visits' THEN s.visits ELSE s.minutes END) AS output
      FROM service_day s WHERE s.contract_id = $1 AND s.within_contract
        AND (m.form IS NULL OR s.form = m.form) AND (m.content IS NULL OR s.content_code = m.content)
      GROUP BY s.served_on) d) AS days
  FROM ${MEASURES}`;

/** How many different recipients a standard has reached by the records that stand: what `countedRecordsSql` counts, kept with them. */
const REACHED = `
  SELECT m.no, (SELECT count(DISTINCT r.recipient_id) FROM service_reach r
    WHERE r.contract_id = $1 AND r.records > 0 AND (m.form IS NULL OR r.form = m.form)
      AND (m.content IS NULL OR r.content_code = m.content))::int AS total
  FROM ${MEASURES}`;

/** The standards of some measures, as the statements take them; null: there are none. */
function formatMeasures(standards: readonly Standard[], which: (of: Measure['of']) => boolean): string | null {
  const asked = standards.filter(({ measure }) => measure && which(measure.of));
  return asked.length === 0 ? null : JSON.stringify(asked.map(({ no, measure }) => ({ no, measure })));
}

async function countRecipients(reader: Reader, { id, standards }: RunningContract): Promise<Map<number, number>> {
  const asked = formatMeasures(standards, (of) => of === 'recipients');
  if (asked === null) return new Map();
  const rows = await reader.query<{ no: number; total: number }[]>(REACHED, [id, asked]);
  return new Map(rows.map(({ no, total }) => [no, total]));
}
