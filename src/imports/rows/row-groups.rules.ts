/** Rows that share a key, each group in the order of the rows; groups by their first row. */
export function groupByKeys<Row>(rows: readonly Row[], keys: readonly (readonly string[])[]): Row[][] {
  const groupOf = new Map<string, Set<number>>();
  for (const [i, own] of keys.entries()) {
    const joined = new Set([i]);
    for (const group of new Set(own.flatMap((key) => groupOf.get(key) ?? [])))
      for (const other of group) joined.add(other);
    for (const other of joined) for (const key of keys[other] ?? []) groupOf.set(key, joined);
  }
  const groups = new Set(keys.map((own, i) => groupOf.get(own[0] ?? '') ?? new Set([i])));
  return [...groups].map((group) => [...group].sort((a, b) => a - b).map((i) => rows[i] as Row));
}
