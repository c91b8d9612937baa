import { binomial } from './fisher.js';
import { probability, type Ratio } from './exact.js';
import { createRandom, type Seed } from './random.js';

/** What was done around one effective day. */
export interface Unit {
  output: number;
  /** It lies in the last part of the window. */
  tail: boolean;
}

const DRAWS = 9_999;

/**
 * The probability that the last days hold as much as they do where it does not matter which days are the last: the totals
 * of the days are dealt to the days anew, and the tail's sum compared. What is dealt are whole days, so that the many
 * records of one day count once; with the observed order counted among the dealt ones the level holds exactly (Phipson
 * and Smyth 2010).
 */
export function tailP(units: readonly Unit[], seed: Seed): Ratio {
  const random = createRandom(seed);
  const outputs = units.map(({ output }) => output);
  const tail = units.filter((unit) => unit.tail);
  const seen = tail.reduce((sum, { output }) => sum + output, 0);
  let atLeast = 1n;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    let sum = 0;
    // The first so many of a shuffled deck; the deck stays shuffled for the next deal.
    for (let i = 0; i < tail.length; i += 1) {
      const j = i + Math.floor(random() * (outputs.length - i));
      const [a, b] = [outputs[i] ?? 0, outputs[j] ?? 0];
      outputs[i] = b;
      outputs[j] = a;
      sum += b;
    }
    if (sum >= seen) atLeast += 1n;
  }
  return probability(atLeast, BigInt(DRAWS + 1));
}

/** Equal runs of effective days, counted back from the end and from where the tail begins; what is left over is left out. */
export function groupRuns(units: readonly Unit[], length: number): Unit[] {
  return [false, true].flatMap((tail) => {
    const days = units.filter((unit) => unit.tail === tail);
    const runs = Math.floor(days.length / length);
    const first = days.length - runs * length;
    return Array.from({ length: runs }, (_, i) => ({
      output: days.slice(first + i * length, first + (i + 1) * length).reduce((sum, { output }) => sum + output, 0),
      tail,
    }));
  });
}

/** How much a day is like the one before it: the correlation of their ranks (ties share theirs); 0 where all are equal. */
export function serialRank(outputs: readonly number[]): number {
  const sorted = outputs.toSorted((a, b) => a - b);
  const mean = (outputs.length - 1) / 2;
  const off = outputs.map((output) => (sorted.indexOf(output) + sorted.lastIndexOf(output)) / 2 - mean);
  const all = off.reduce((sum, rank) => sum + rank ** 2, 0);
  if (all === 0) return 0;
  return off.slice(1).reduce((sum, rank, i) => sum + rank * (off[i] ?? 0), 0) / all;
}

/** The smallest p there could be: as many as fit of the days on which anything was done lie in the tail. */
export function smallestTailP(units: readonly Unit[]): Ratio {
  const busy = units.filter(({ output }) => output > 0).length;
  const tail = units.filter((unit) => unit.tail).length;
  const [fits, all] =
    busy <= tail ? [binomial(tail, busy), binomial(units.length, busy)] : [1n, binomial(units.length, tail)];
  return probability(fits, all);
}
