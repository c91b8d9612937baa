/** How many gave one answer. */
export interface Count {
  key: string;
  count: number;
}
/** Answers told together, because some of them were given by too few. */
export interface Group {
  keys: string[];
  count: number;
}

/** Fewer than so many, and who gave an answer might be known. Nobody is no small number: there is nobody to be known. */
export const LEAST_TOLD = 5;

const isSmall = (count: number): boolean => count > 0 && count < LEAST_TOLD;

/**
 * The counts of one question as they may be told. A small one is told only together with another, so that neither it nor
 * the difference between the total and the rest gives it back. Levels of a scale are joined with a neighbour, other answers
 * with the smallest. Null where all answers together are too few.
 */
export function tellable(counts: readonly Count[], { ordered }: { ordered: boolean }): Group[] | null {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (isSmall(total)) return null;
  const groups: Group[] = counts.map(({ key, count }) => ({ keys: [key], count }));
  for (;;) {
    const at = smallest(groups, ({ count }) => isSmall(count));
    if (at === null) return groups;
    const beside = ordered
      ? [at - 1, at + 1].filter((i) => i in groups)
      : groups.map((_, i) => i).filter((i) => i !== at);
    // With somebody in it: joined with an empty one it would be as small as before.
    const filled = beside.filter((i) => (groups[i] as Group).count > 0);
    const other = smallest(groups, (_, i) => (filled.length > 0 ? filled : beside).includes(i)) as number;
    const [first, last] = at < other ? [at, other] : [other, at];
    const [one, two] = [groups[first] as Group, groups[last] as Group];
    groups[first] = { keys: [...one.keys, ...two.keys], count: one.count + two.count };
    groups.splice(last, 1);
  }
}

function smallest(groups: readonly Group[], asks: (group: Group, at: number) => boolean): number | null {
  let found: number | null = null;
  groups.forEach((group, at) => {
    if (asks(group, at) && (found === null || group.count < (groups[found] as Group).count)) found = at;
  });
  return found;
}
