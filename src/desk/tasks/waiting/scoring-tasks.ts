import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { findUnaskedLots } from '../../../purchase/reviews/scoring/explanations/unasked-prices.queries.js';
import type { TaskDetail } from '../told/task-titles.js';

interface Row {
  kind: string;
  id: string;
  title: TaskDetail | null;
  hidden?: boolean;
}

/** The step by which a panel asks about a price. */
export const ASK = { step: 'explanations', en: 'explanation of a low price to be asked for', zh: '要求说明偏低报价' };

const isScoring = ({ kind, title }: Row): boolean => kind === 'panel_step' && title?.step === 'actions/begin-scoring';
/** It awaits, or weighs, what is said of one price. */
const isExplaining = ({ kind, title }: Row): boolean => kind === 'panel_step' && title?.step === ASK.step;

/**
 * A panel that would begin to score asks first about each price that is too low: so its guard has it (`explanations_open`). It does so
 * while it waits for what is said of another, and has no step of its own otherwise.
 */
export async function judgeScoring<R extends Row>(reader: Reader, rows: readonly R[], today: PlainDate): Promise<R[]> {
  const lots = rows.filter((row) => isScoring(row) || isExplaining(row)).map(({ id }) => id);
  if (lots.length === 0) return [...rows];
  const unasked = await findUnaskedLots(reader, lots, today);
  return rows.map((row) => {
    if (isExplaining(row)) return unasked.has(row.id) ? row : { ...row, hidden: true };
    return isScoring(row) && unasked.has(row.id) ? { ...row, title: { ...row.title, ...ASK } } : row;
  });
}
