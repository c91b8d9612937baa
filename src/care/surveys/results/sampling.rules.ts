import { createHash } from 'node:crypto';

/** One recipient of the contract, and the community by which the sample is laid out. */
export interface Member {
  id: string;
  community: string | null;
}
export interface Stratum {
  community: string | null;
  population: number;
  sampled: number;
}

/**
 * How many of each stratum are asked: in proportion, the seats left over to the largest remainders (among equal ones to
 * the stratum that stands first), and at least one of each where the sample is that large.
 */
export function allocate(populations: readonly number[], size: number): number[] {
  const total = populations.reduce((a, b) => a + b, 0);
  const whole = Math.min(size, total);
  const given = populations.map((n) => Math.floor((whole * n) / total));
  const byRemainder = populations
    .map((n, i) => ({ i, remainder: (whole * n) % total }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  const left = whole - given.reduce((a, b) => a + b, 0);
  for (const { i } of byRemainder.slice(0, left)) given[i] = (given[i] ?? 0) + 1;
  if (whole < populations.length) return given;
  for (const [i, n] of given.entries()) {
    if (n > 0) continue;
    // Whoever has most above its share gives one; a stratum of one keeps it.
    const computeExcess = (k: number) => (given[k] ?? 0) - (whole * (populations[k] ?? 0)) / total;
    const giver = [...given.keys()]
      .filter((k) => (given[k] ?? 0) > 1)
      .sort((a, b) => computeExcess(b) - computeExcess(a) || a - b)[0];
    if (giver === undefined) break;
    given[giver] = (given[giver] ?? 0) - 1;
    given[i] = 1;
  }
  return given;
}

/** The place of a recipient in the order of a draw: SHA-256 of the seed and the recipient's id, as anybody can repeat it. */
export const computeDrawPlace = (seed: string, id: string): string =>
  createHash('sha256').update(`${seed}\n${id.toLowerCase()}`).digest('hex');

/** Strata in the order of their communities' ids, those of no community last; in each the first by their places. */
export function drawSample(
  seed: string,
  members: readonly Member[],
  size: number,
): { strata: Stratum[]; drawn: ReadonlySet<string> } {
  const groups = new Map<string | null, string[]>();
  for (const { id, community } of members)
    (groups.get(community) ?? groups.set(community, []).get(community))?.push(id);
  const ordered = [...groups].sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
  const shares = allocate(
    ordered.map(([, ids]) => ids.length),
    size,
  );
  const drawn = new Set<string>();
  const strata = ordered.map(([community, ids], i): Stratum => {
    const sampled = shares[i] ?? 0;
    const places = ids
      .map((id) => ({ id, place: computeDrawPlace(seed, id) }))
      .sort((a, b) => (a.place < b.place ? -1 : 1));
    for (const { id } of places.slice(0, sampled)) drawn.add(id);
    return { community, population: ids.length, sampled };
  });
  return { strata, drawn };
}
