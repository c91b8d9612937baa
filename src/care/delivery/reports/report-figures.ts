import type { Tx } from '../../../kernel/database/transactions.js';
import type { Standard } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import type { ReportFiguresDto, ServedDto, StandardDoneDto } from './progress-report.dto.js';
import type { Period } from './report-periods.rules.js';
import { countedRecordsSql, servedRows, STANDS } from '../records/counted-records.queries.js';
import type { ServiceForm } from '../../../law/code-lists/code-lists.js';

/** Where the figures of a report come from. */
export interface ReportedOn {
  contract: string;
  period: Period;
  standards: readonly Standard[];
}

/** SQL: how many records, their minutes, how many took part in each of them, and the different recipients named. */
const COUNTS = `count(*) FILTER (WHERE once)::int AS records, coalesce(sum(minutes) FILTER (WHERE once), 0)::float8 AS minutes,
  coalesce(sum(visits) FILTER (WHERE once), 0)::float8 AS visits, count(DISTINCT recipient_id)::int AS recipients`;

interface CountedRow extends ServedDto {
  kind: 'all' | 'contract' | 'form' | 'content';
  within: boolean | null;
  form: ServiceForm | null;
  content: string | null;
}
const NOTHING: ServedDto = { records: 0, minutes: 0, visits: 0, recipients: 0 };
const toServedFigures = ({ records, minutes, visits, recipients }: ServedDto): ServedDto => ({
  records,
  minutes,
  visits,
  recipients,
});

/** What was done in a period, as the records of it stand: two statements, however many records there are. */
export async function loadReportFigures(
  tx: Tx,
  { contract, period, standards }: ReportedOn,
): Promise<ReportFiguresDto> {
  const rows = await tx.query<CountedRow>(
    `SELECT CASE GROUPING(within_contract, form, content_code) WHEN 7 THEN 'all' WHEN 3 THEN 'contract' WHEN 5 THEN 'form' ELSE 'content' END AS kind,
       within_contract AS within, form, content_code AS content, ${COUNTS}
     FROM (${servedRows('$1', '$2')}) r WHERE served_on >= $3
     GROUP BY GROUPING SETS ((), (within_contract), (form), (content_code)) ORDER BY form, content_code`,
    [contract, period.to, period.from],
  );
  const selectRows = (kind: CountedRow['kind']): CountedRow[] => rows.filter((row) => row.kind === kind);
  const findFigures = (within: boolean): ServedDto =>
    toServedFigures(selectRows('contract').find((row) => row.within === within) ?? NOTHING);
  return {
    ...toServedFigures(selectRows('all')[0] ?? NOTHING),
    withinContract: findFigures(true),
    outsideContract: findFigures(false),
    forms: selectRows('form').flatMap((row) =>
      row.form === null ? [] : [{ form: row.form, ...toServedFigures(row) }],
    ),
    contents: selectRows('content').map((row) => ({ content: row.content, ...toServedFigures(row) })),
    standards: await loadStandardFigures(tx, { contract, period, standards }),
  };
}

/** What of each standard was done in the period, and from the first day to its end; only what the contract asks for counts. */
export async function loadStandardFigures(
  tx: Tx,
  { contract, period, standards }: ReportedOn,
): Promise<StandardDoneDto[]> {
  const rows = await tx.query<{ no: number; done: number; total: number }>(
    countedRecordsSql({ contract: '$1', standards: '$4::jsonb', from: '$3', to: '$2' }),
    [contract, period.to, period.from, JSON.stringify(standards)],
  );
  return toStandardFigures(standards, rows);
}

/** Standards with what was counted of them; null where nothing is counted. */
export const toStandardFigures = (
  standards: readonly Standard[],
  counted: readonly { no: number; done: number; total: number }[],
): StandardDoneDto[] =>
  standards.map(({ no, text, target, unit }) => {
    const row = counted.find((each) => each.no === no);
    return { no, text, target: target ?? null, unit: unit ?? null, done: row?.done ?? null, total: row?.total ?? null };
  });

/** SHA-256 over the records of the period that stand: another one, or another word in one of them, is another hash. */
export async function recordsHash(tx: Tx, contract: string, period: Period): Promise<string> {
  const [row] = await tx.query<{ hash: string }>(
    `SELECT encode(sha256(convert_to(coalesce(string_agg(s.id::text || ' ' || s.content_hash, E'\\n' ORDER BY s.id), ''), 'UTF8')), 'hex') AS hash
     FROM service_record s WHERE s.contract_id = $1 AND s.served_on BETWEEN $2 AND $3 AND ${STANDS}`,
    [contract, period.from, period.to],
  );
  return row?.hash ?? '';
}
