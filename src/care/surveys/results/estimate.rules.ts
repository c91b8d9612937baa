/** What is known of one stratum: whom the sample was drawn from, how many were drawn, answered, and said yes. */
export interface Stratum {
  key: string;
  population: number;
  sampled: number;
  answered: number;
  yes: number;
}

/** A share in percent, one decimal, with its 95 % interval. */
export interface Estimate {
  share: string;
  low: string;
  high: string;
  /** How many answers of a simple sample would say as much; one decimal, null where everybody answered. */
  effective: string | null;
  answered: number;
  sampled: number;
  population: number;
  /** Strata with too few answers of their own, each joined with others. */
  joined: string[][];
}
export interface NoEstimate {
  insufficient: 'few_answers' | 'stratum_unanswered';
  answered: number;
  sampled: number;
  population: number;
}

/** 97.5 % of a normal distribution. */
const Z = 1.959963984540054;
/** Below it nothing is estimated, and a stratum of its own needs two answers to have a variance. */
const LEAST_ANSWERS = 10;
const LEAST_OF_STRATUM = 2;

/**
 * The share of yes in the whole population, each stratum weighing what it has in the population and not what it has in the
 * answers, with the correction for a finite population. The interval is Wilson's (1927) on the effective sample size of the
 * design (Kish 1965): that of a simple sample with the same variance. The variance of a stratum is taken at (yes + 1) of
 * (answers + 2), so that a stratum of one mind does not count as certain (Agresti and Coull 1998).
 */
export function estimateShare(strata: readonly Stratum[]): Estimate | NoEstimate {
  const known = strata.filter(({ population }) => population > 0);
  const sum = (of: (stratum: Stratum) => number): number => known.reduce((total, stratum) => total + of(stratum), 0);
  const counts = {
    answered: sum((s) => s.answered),
    sampled: sum((s) => s.sampled),
    population: sum((s) => s.population),
  };
  const census = known.every((s) => s.answered === s.population);
  if (counts.answered < LEAST_ANSWERS && !census) return { insufficient: 'few_answers', ...counts };
  if (counts.population === 0) return { insufficient: 'few_answers', ...counts };
  const cells = census ? known.map((s) => ({ ...s, keys: [s.key] })) : joinStrata(known);
  if (cells.some(({ answered }) => answered === 0)) return { insufficient: 'stratum_unanswered', ...counts };
  let [share, smooth, variance] = [0, 0, 0];
  for (const { population, answered, yes } of cells) {
    const weight = population / counts.population;
    const of = (yes + 1) / (answered + 2);
    share += (weight * yes) / answered;
    smooth += weight * of;
    variance += ((weight ** 2 * (1 - answered / population)) / answered) * of * (1 - of);
  }
  const size = variance > 0 ? (smooth * (1 - smooth)) / variance : null;
  const [low, high] = size === null ? [share, share] : wilson(share, size);
  return {
    share: inPercent(share),
    low: inPercent(low),
    high: inPercent(high),
    effective: size === null ? null : size.toFixed(1),
    ...counts,
    joined: cells.filter(({ keys }) => keys.length > 1).map(({ keys }) => keys),
  };
}

/** Wilson's interval of a share seen in so many answers. */
export function wilson(share: number, size: number): [low: number, high: number] {
  const square = Z ** 2;
  const middle = (share + square / (2 * size)) / (1 + square / size);
  const half = (Z / (1 + square / size)) * Math.sqrt((share * (1 - share)) / size + square / (4 * size ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

type Cell = Stratum & { keys: string[] };

/** Strata with fewer than two answers joined with the next smallest, whoever they are: sizes alone decide. */
function joinStrata(strata: readonly Stratum[]): Cell[] {
  const cells: Cell[] = strata
    .map((stratum) => ({ ...stratum, keys: [stratum.key] }))
    .sort((a, b) => a.answered - b.answered || a.population - b.population || (a.key < b.key ? -1 : 1));
  while (cells.length > 1 && (cells[0] as Cell).answered < LEAST_OF_STRATUM) {
    const [first, second, ...rest] = cells as [Cell, Cell, ...Cell[]];
    const both: Cell = {
      key: second.key,
      keys: [...first.keys, ...second.keys],
      population: first.population + second.population,
      sampled: first.sampled + second.sampled,
      answered: first.answered + second.answered,
      yes: first.yes + second.yes,
    };
    cells.splice(0, cells.length, both, ...rest);
    cells.sort((a, b) => a.answered - b.answered || a.population - b.population || (a.key < b.key ? -1 : 1));
  }
  return cells;
}

const inPercent = (share: number): string => (Math.round(share * 1000) / 10).toFixed(1);
