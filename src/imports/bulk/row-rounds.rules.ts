import type { RootType } from './columns.js';
import type { ReadRow } from './row-reader.js';

/** What the rows of each external id name that other rows beside them make. */
function listWaiting(rows: readonly ReadRow[], makes: RootType): Map<string, Set<string>> {
  const ids = new Set(rows.map(({ id }) => id));
  const waiting = new Map<string, Set<string>>();
  for (const { id, said } of rows)
    for (const { column, value } of said) {
      if (id === null || column.refers !== makes || typeof value !== 'string') continue;
      if (value === id || !ids.has(value)) continue;
      const names = waiting.get(id) ?? new Set();
      waiting.set(id, names.add(value));
    }
  return waiting;
}

/**
 * Lines of rows that can only be taken behind others of them, which make what they name: in rounds, each behind those before it,
 * whatever the order of the lines. Rows that wait for each other are the last round.
 */
export function listLaterRounds(rows: readonly ReadRow[], makes: RootType | undefined): ReadonlySet<number>[] {
  const waiting = makes === undefined ? new Map<string, Set<string>>() : listWaiting(rows, makes);
  const rounds: ReadonlySet<number>[] = [];
  while (waiting.size > 0) {
    const free = [...waiting].filter(([, names]) => [...names].every((name) => !waiting.has(name))).map(([id]) => id);
    const round = new Set(free.length > 0 ? free : waiting.keys());
    rounds.push(new Set(rows.filter(({ id }) => id !== null && round.has(id)).map(({ line }) => line)));
    for (const id of round) waiting.delete(id);
  }
  return rounds;
}
