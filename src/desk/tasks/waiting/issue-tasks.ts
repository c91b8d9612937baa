import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { findIssueSteps } from '../../../purchase/tenders/oversight/issue-steps.js';
import type { TaskDetail } from '../told/task-titles.js';

interface Row {
  kind: string;
  id: string;
  title: TaskDetail | null;
}

/** Says of each purchase that is to be issued whether its method is to be approved before, which the buyer asks for. */
export async function nameIssueSteps<R extends Row>(
  reader: Reader,
  rows: R[],
  managed: readonly string[],
  today: PlainDate,
): Promise<R[]> {
  const planned = rows.flatMap(({ kind, id }) => (kind === 'tender_issue' ? [id] : []));
  if (planned.length === 0) return rows;
  const steps = await findIssueSteps(reader, planned, managed, today);
  return rows.map((row) =>
    row.kind === 'tender_issue' ? { ...row, title: { step: steps.get(row.id) ?? null } } : row,
  );
}
