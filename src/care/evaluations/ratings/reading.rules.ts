/** So many raters make an aggregate, and it goes on by as many: nobody's own follows from two readings of it. */
export const STEP = 5;
/**
 * Five who all gave five, or all but one, count alike, as 4.80 each, and so do five who gave one: neither a reading nor the
 * difference of two says what each of them gave.
 */
const [LOWEST_TOLD, HIGHEST_TOLD] = [1.2, 4.8];
/** Less than any difference that a mean of whole points of one body can make. */
const TINY = 1e-9;

/** What is told of one body at one stage. */
export interface Reading {
  answers: number;
  /** Of 1 to 5, two decimals, half up. */
  mean: string;
  bound: 'at_least' | 'at_most' | 'about' | null;
}

/** Five raters who spoke for the first time, one after the other. */
export interface RatersTold {
  /** Sum of their means, when the fifth had spoken. */
  fresh: number;
  /** By how much the means of raters who had spoken before moved since the five before. */
  moved: number;
}

/** What is told of these raters, by fives in the order in which they spoke. Null: fewer than five. */
export function tellRatings(fives: readonly RatersTold[]): Reading | null {
  if (fives.length === 0) return null;
  const [lowest, highest] = [LOWEST_TOLD * STEP, HIGHEST_TOLD * STEP];
  const answers = fives.length * STEP;
  const sum = fives.reduce((all, { fresh, moved }) => all + Math.min(highest, Math.max(lowest, fresh)) + moved, 0);
  const isHigh = fives.some(({ fresh }) => fresh >= highest - TINY);
  const isLow = fives.some(({ fresh }) => fresh <= lowest + TINY);
  return {
    answers,
    mean: (Math.round((sum / answers + TINY) * 100) / 100).toFixed(2),
    bound: isHigh && isLow ? 'about' : isHigh ? 'at_least' : isLow ? 'at_most' : null,
  };
}
