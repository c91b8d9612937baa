/** What a client asked for and was told was done. */
interface Acknowledged {
  /** Names the request, by what its effect is found again. */
  key: string;
  /** What its effects are in order of; the requests of one client about it follow each other. */
  root: string;
}

/** What stands in the database, in the order in which it was recorded. */
interface Stored {
  key: string;
  root: string;
}

/** What one reader of the feed was given, and what there was for it: positions. */
interface Reading {
  reader: string;
  read: readonly number[];
  there: readonly number[];
}

export interface History {
  acknowledged: readonly Acknowledged[];
  stored: readonly Stored[];
  readings: readonly Reading[];
  /** Positions of the whole feed, in the order of their rows. */
  positions: readonly number[];
  /** What still waits though everything has been well again for a while, by name. */
  waiting: readonly string[];
}

interface Verdict {
  lost: string[];
  doubled: string[];
  reordered: string[];
  stuck: string[];
}

function countEach<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const listTwice = <T>(values: readonly T[]): T[] =>
  [...countEach(values)].flatMap(([value, count]) => (count > 1 ? [value] : []));

/** What of the history is not as it was promised. */
export function judge({ acknowledged, stored, readings, positions, waiting }: History): Verdict {
  const known = new Set(stored.map(({ key }) => key));
  const lost = acknowledged
    .filter(({ key }) => !known.has(key))
    .map(({ key }) => `${key} was acknowledged and is not there`);
  const doubled = listTwice(stored.map(({ key }) => key)).map((key) => `${key} stands there twice`);
  const reordered: string[] = [];
  for (const { reader, read, there } of readings) {
    const seen = new Set(read);
    lost.push(
      ...there.filter((position) => !seen.has(position)).map((position) => `${reader} was never given ${position}`),
    );
    doubled.push(...listTwice(read).map((position) => `${reader} was given ${position} twice`));
    reordered.push(
      ...read.flatMap((position, i) =>
        i > 0 && position < (read[i - 1] as number) ? [`${reader} was given ${position} behind ${read[i - 1]}`] : [],
      ),
    );
  }
  const last = new Map<string, number>();
  const places = new Map(stored.map(({ key }, i) => [key, i]));
  for (const { key, root } of acknowledged) {
    const place = places.get(key);
    if (place === undefined) continue;
    if (place < (last.get(root) ?? -1)) reordered.push(`${key} stands before what was acknowledged before it`);
    last.set(root, Math.max(place, last.get(root) ?? -1));
  }
  positions.forEach((position, i) => {
    if (position !== i + 1) reordered.push(`the ${i + 1}th position is ${position}`);
  });
  return { lost, doubled, reordered, stuck: [...waiting] };
}
