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

/** From so many answers on it may be said that all, or nearly all, gave the same one; with fewer nothing is. */
export const LEAST_ALIKE = 20;
/** Of so many, at most one may have answered otherwise: a twentieth. */
const ONE_IN = 20;
/** Percent: what may be said of answers that all, or nearly all, gave, and of those that nobody, or hardly anybody, did. */
export const AT_LEAST = '95.0';
export const AT_MOST = '5.0';

/** How many of so many answers may be others where nearly all are alike: never none, and never as many as could be told. */
export const countOtherwise = (total: number): number => Math.min(LEAST_TOLD - 1, Math.floor(total / ONE_IN));

/**
 * The answers that all or nearly all gave: the fewest that leave out no more than `countOtherwise`, beginning with the one
 * most given; on a scale they lie beside one another. Whether anybody gave another stays open, and of nobody is known that
 * he did not. Null where so few answered, or where only all answers together hold nearly all.
 */
export function findNearlyAll(counts: readonly Count[], { ordered }: { ordered: boolean }): string[] | null {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total < LEAST_ALIKE) return null;
  const chosen: number[] = [];
  for (let held = 0; total - held > countOtherwise(total);) {
    const free = counts.map((_, i) => i).filter((i) => !chosen.includes(i));
    const beside =
      ordered && chosen.length > 0 ? free.filter((i) => chosen.includes(i - 1) || chosen.includes(i + 1)) : free;
    const next = beside.reduce((most, i) => ((counts[i] as Count).count > (counts[most] as Count).count ? i : most));
    chosen.push(next);
    held += (counts[next] as Count).count;
  }
  return chosen.length === counts.length ? null : chosen.toSorted((a, b) => a - b).map((i) => (counts[i] as Count).key);
}
