/** So many raters make an aggregate, and it goes on by as many: nobody's own follows from two readings of it. */
export const STEP = 5;
/**
 * From here on a mean is told as a bound: five who all gave five, or all but one, read alike. A mean of 5.00 would say what
 * each of them gave, and so would a missing one.
 */
const HIGHEST_TOLD = 4.8;
const LOWEST_TOLD = 1.2;
/** Less than any difference that a mean of whole points of one body can make. */
const TINY = 1e-9;

type Bound = 'at_least' | 'at_most' | null;

/** What the first `answers` raters come to: each counts once, by the mean of what it gave. */
interface Total {
  answers: number;
  sum: number;
}

/** What is told of one body at one stage. */
export interface Reading {
  answers: number;
  /** Of 1 to 5, two decimals, half up. */
  mean: string;
  bound: Bound;
}

const boundOf = ({ answers, sum }: Total): Bound =>
  sum / answers >= HIGHEST_TOLD - TINY ? 'at_least' : sum / answers <= LOWEST_TOLD + TINY ? 'at_most' : null;

/**
 * What is told of raters whose sums are given at the fifth, the tenth, … of them. The first five are told at once. From then
 * on a further step is told only where what came since the reading before is not nearly all the same: two readings would
 * otherwise say what each of its five gave. Such a step waits for the next. Where both readings are the same bound, nothing
 * follows from them. Null: fewer than five.
 */
export function tellRatings(sums: readonly number[]): Reading | null {
  const [first] = sums;
  if (first === undefined) return null;
  let told: Total = { answers: STEP, sum: first };
  sums.forEach((sum, i) => {
    const next = { answers: STEP * (i + 1), sum };
    if (mayFollow(told, next)) told = next;
  });
  const bound = boundOf(told);
  const mean = Math.min(HIGHEST_TOLD, Math.max(LOWEST_TOLD, told.sum / told.answers));
  return { answers: told.answers, mean: (Math.round(mean * 100 + TINY * 100) / 100).toFixed(2), bound };
}

function mayFollow(told: Total, next: Total): boolean {
  if (next.answers <= told.answers) return false;
  const bound = boundOf(next);
  if (bound !== null && bound === boundOf(told)) return true;
  const since = { answers: next.answers - told.answers, sum: next.sum - told.sum };
  const mean = since.sum / since.answers;
  return mean < HIGHEST_TOLD - TINY && mean > LOWEST_TOLD + TINY;
}
