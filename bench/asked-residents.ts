import { createHash } from 'node:crypto';
import { createRandom, shuffle, type Random } from '../src/watch/statistics/random.js';
import { estimateShare, wilson, type Stratum } from '../src/care/surveys/results/estimate.rules.js';

interface Place {
  population: number;
  /** How many of the population would say yes. */
  yes: number;
  sampled: number;
  /** How many of those drawn answer. */
  answers: number;
}

/** Communities of a contract, by how unlike they are and how unevenly they answer. */
const WORLDS: Record<string, readonly Place[]> = {
  'alike, all answer': places([200, 0.8, 40, 1], [300, 0.8, 60, 1]),
  'unlike, answer alike': places([200, 0.9, 40, 0.6], [300, 0.5, 60, 0.6], [100, 0.3, 20, 0.6]),
  'the contented answer, the others seldom': places([400, 0.95, 60, 0.9], [600, 0.4, 90, 0.2]),
  'one large, one small community': places([1000, 0.5, 60, 0.5], [60, 0.95, 40, 0.9]),
  'nearly all content': places([300, 0.97, 60, 0.7], [200, 0.95, 40, 0.7]),
  'few recipients, most asked': places([40, 0.7, 30, 0.8], [30, 0.5, 25, 0.8]),
  'six small communities': places(
    [50, 0.9, 10, 0.7],
    [60, 0.8, 12, 0.7],
    [70, 0.7, 14, 0.7],
    [80, 0.6, 16, 0.7],
    [90, 0.5, 18, 0.7],
    [100, 0.4, 20, 0.7],
  ),
  'four places, a handful of answers each': places(
    [100, 0.9, 12, 0.4],
    [100, 0.7, 12, 0.4],
    [100, 0.5, 12, 0.4],
    [100, 0.3, 12, 0.4],
  ),
};
export const WORLD_NAMES = Object.keys(WORLDS);

function places(...rows: readonly (readonly [population: number, yes: number, sampled: number, answering: number])[]) {
  return rows.map(([population, yes, sampled, answering]) => ({
    population,
    yes: Math.round(population * yes),
    sampled,
    answers: Math.round(sampled * answering),
  }));
}

export interface SurveyCoverage {
  held: number;
  told: number;
  /** The same of Wilson's interval of all answers thrown together. */
  pooled: number;
}

/** Surveys of one world: how often the interval held the share of the whole population. */
export function surveyCoverage(name: string, runs: number, seed: string): SurveyCoverage {
  const random = createRandom(createHash('sha256').update(`${seed}|${name}`).digest('hex'));
  const world = WORLDS[name] ?? [];
  const truth = total(world, (p) => p.yes) / total(world, (p) => p.population);
  const found: SurveyCoverage = { held: 0, told: 0, pooled: 0 };
  for (let run = 0; run < runs; run += 1) {
    const strata = world.map((place, i) => asked(String(i), place, random));
    const estimate = estimateShare(strata);
    if ('insufficient' in estimate) continue;
    found.told += 1;
    if (holds(Number(estimate.low) / 100, Number(estimate.high) / 100, truth)) found.held += 1;
    const answers = total(strata, (s) => s.answered);
    const [low, high] = wilson(total(strata, (s) => s.yes) / answers, answers);
    if (holds(low, high, truth)) found.pooled += 1;
  }
  return found;
}

/** As it is printed, to a tenth of a percent. */
const holds = (low: number, high: number, truth: number): boolean => low <= truth + 0.0005 && truth - 0.0005 <= high;
const total = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

function asked(key: string, { population, yes, sampled, answers }: Place, random: Random): Stratum {
  const people = shuffle(
    Array.from({ length: population }, (_, i) => i < yes),
    random,
  );
  return { key, population, sampled, answered: answers, yes: people.slice(0, answers).filter(Boolean).length };
}
