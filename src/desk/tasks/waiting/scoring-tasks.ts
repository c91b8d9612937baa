import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { findUnaskedLots } from '../../../purchase/reviews/scoring/explanations/unasked-prices.queries.js';
import type { TaskDetail } from '../told/task-titles.js';

interface Row {
  kind: string;
  id: string;
  title: TaskDetail | null;
}

const isScoring = ({ kind, title }: Row): boolean => kind === 'panel_step' && title?.step === 'actions/begin-scoring';
const ASK = { step: 'explanations', en: 'explanation of a low price to be asked for', zh: '要求说明偏低报价' };

/** A panel that would begin to score asks first about each price that is too low: so its guard has it (`explanations_open`). */
export async function judgeScoring<R extends Row>(reader: Reader, rows: readonly R[], today: PlainDate): Promise<R[]> {
  const lots = rows.filter(isScoring).map(({ id }) => id);
  if (lots.length === 0) return [...rows];
  const unasked = await findUnaskedLots(reader, lots, today);
  return rows.map((row) => (isScoring(row) && unasked.has(row.id) ? { ...row, title: { ...row.title, ...ASK } } : row));
}
