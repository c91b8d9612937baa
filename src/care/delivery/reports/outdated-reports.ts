import type { Reader } from '../../../kernel/database/reader.js';
import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import { idsSql } from '../../../kernel/database/sql.js';
import type { Standard } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import { countedRecordsSql } from '../records/counted-records.queries.js';
import type { StandardDoneDto } from './progress-report.dto.js';
import { toStandardFigures } from './report-figures.js';
import { findOutdatedStandards } from './report.subject.js';

const COUNTED = countedRecordsSql({
  contract: 'report.contract_id',
  standards: `served.content -> 'standards'`,
  from: 'report.period_from',
  to: 'report.period_to',
});

/**
 * Of these reports, by id, those that say of a standard what no longer holds. Whether the records of their periods changed is
 * not asked: the view `progress_reports` says so.
 */
export async function findReportsOfOtherFigures(reader: Reader, ids: readonly string[]): Promise<Set<string>> {
  const rows = await runPreparedStatement<{
    id: string;
    filled: StandardDoneDto[];
    standards: Standard[];
    counted: { no: number; done: number; total: number }[];
  }>(
    reader,
    `SELECT report.id, report.figures -> 'standards' AS filled, served.content -> 'standards' AS standards,
       (SELECT coalesce(jsonb_agg(figure), '[]') FROM (${COUNTED}) figure) AS counted
     FROM progress_report report JOIN contract served ON served.id = report.contract_id
     WHERE report.id = ANY (${idsSql('$1')})`,
    [ids],
  );
  const outdated = rows.filter(({ filled, standards, counted }) => {
    const now = { recordsHash: '', standards: toStandardFigures(standards, counted) };
    return findOutdatedStandards({ recordsHash: '', standards: filled }, now) !== null;
  });
  return new Set(outdated.map(({ id }) => id));
}
