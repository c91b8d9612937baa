import { findUnshownRounds } from '../../../care/acceptance/unshown-rounds.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Text } from '../../../kernel/errors/texts.js';
import { withStep } from '../task-parts.js';
import type { TaskDetail } from '../told/task-titles.js';

interface Row {
  kind: string;
  id: string;
  title: TaskDetail | null;
}
/** By which a round whose evidence was taken back is put right, by the kind of its task. */
const REMEDIES: Readonly<Record<string, string>> = {
  acceptance_opinions: 'correct-items',
  // Members sign by the right to prepare a round, so that they can correct its items.
  acceptance_signature: 'correct-items',
  acceptance_conclusion: 'return',
};
const UNSHOWN: Text = { en: ', of which evidence was taken back', zh: '，部分佐证记录已更正或撤回' };

/** A round with an item that nothing shows any more does not go on: its items are corrected. */
export async function judgeRounds<R extends Row>(reader: Reader, rows: readonly R[]): Promise<R[]> {
  const rounds = rows.flatMap(({ kind, id }) => (REMEDIES[kind] === undefined ? [] : [id]));
  if (rounds.length === 0) return [...rows];
  const unshown = await findUnshownRounds(reader, rounds);
  return rows.map((row) => {
    const remedy = REMEDIES[row.kind];
    return remedy !== undefined && unshown.has(row.id) ? withStep(row, remedy, UNSHOWN) : row;
  });
}
