/**
 * The lot's own rounding grid: honest people round, so ties and equal steps are common where the grid is coarse. The
 * grid is the largest step of the ladder that divides every price, hence never finer than the one the bidders used.
 * Fen, 1 and 5 of each power of ten up to 10 000 yuan.
 */
const LADDER: readonly bigint[] = Array.from({ length: 7 }, (_, power) => 10n ** BigInt(power))
  .flatMap((unit) => [unit, 5n * unit])
  .slice(0, -1)
  .reverse();

/**
 * Prices made of a unit price times a quantity share a divisor that is on no ladder. Two numbers (and equal steps are two:
 * the first and the step) share a divisor f by chance once in f²; beyond 30 (1 in 900) the common divisor is the grid.
 * One number alone shows no divisor of its own.
 */
const CHANCE_DIVISOR = 30n;

/** In fen; the prices are in fen too, at least one of them above 0. */
export function computePriceGrid(prices: readonly bigint[]): bigint {
  const common = prices.reduce(divisor, 0n);
  const rung = LADDER.find((step) => common % step === 0n) ?? 1n;
  const alone = prices.every((price) => price === prices[0]);
  return !alone && common > CHANCE_DIVISOR * rung ? common : rung;
}

/**
 * How round one price is by itself, in fen: the largest 1 or 5 of a power of ten that divides it. Its bidder may have
 * rounded as coarsely as that, whatever the others did.
 */
export function computeOwnStep(price: bigint): bigint {
  let unit = 1n;
  while (price > 0n && price % (unit * 10n) === 0n) unit *= 10n;
  return price > 0n && price % (unit * 5n) === 0n ? unit * 5n : unit;
}

function divisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
