/** How regularly firms alternate in an order of awards. */
export interface Regularity {
  /** Of an order of the same awards, or of as many to the same firms: the more, the more regular. Of one that measures less than `least` it may say less. */
  measure: (winners: Uint8Array, least?: number) => number;
  /** What an unbroken order measures; none measures more. */
  most: number;
  /** How many awards stand as in an unbroken order, of what was measured. */
  countInOrder: (measured: number) => number;
}

/**
 * Counted is how many awards go to the firm that one unbroken order gives them to, in the way that shows more of them: by turns, where
 * each firm has one place of the round (a turn that was given away breaks that one), or by followers, where each firm comes after
 * one other (after a turn that was passed over, or a lot between, the order goes on). Of orders with as many, the two
 * counts together and the winners of a round before tell which is more regular.
 */
export function prepareRegularity(winners: readonly number[]): Regularity {
  const firms = [...new Set(winners)];
  const [awards, round] = [winners.length, firms.length];
  const places = new Uint8Array(Math.max(...firms) + 1);
  firms.forEach((firm, place) => (places[firm] = place));
  const [turns, followers] = [new Uint16Array(round * round), new Uint16Array(round * round)];
  const assign = prepareAssignment(round);
  const order = new Uint8Array(awards);
  // All that decides among orders of as many comes to less.
  const weight = 3 * awards;
  const measure = (given: Uint8Array, least = 0): number => {
    turns.fill(0);
    followers.fill(0);
    let repeats = 0;
    for (let at = 0; at < awards; at += 1) {
      const winner = places[given[at] ?? 0] ?? 0;
      order[at] = winner;
      increase(turns, (at % round) * round + winner);
      if (at >= round && order[at - round] === winner) repeats += 1;
      const last = at === 0 ? winner : (order[at - 1] ?? 0);
      if (last !== winner) increase(followers, last * round + winner);
    }
    const weigh = (byTurns: number, byFollowers: number): number =>
      Math.max(byTurns, byFollowers + 1) * weight + byTurns + byFollowers + repeats;
    // Most orders that are drawn are far from regular: to know that, the largest count of each row is enough.
    if (weigh(sumLargest(turns, round), sumLargest(followers, round)) < least) return 0;
    return weigh(assign(turns), assign(followers));
  };
  return {
    measure,
    most: awards * weight + 3 * awards - round - 1,
    countInOrder: (measured) => Math.floor(measured / weight),
  };
}

function increase(counts: Uint16Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

/** The sum of the largest count of each row, which is no less than that of one of each row and column. */
function sumLargest(counts: Uint16Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < counts.length; row += size) {
    let most = 0;
    for (let column = 0; column < size; column += 1) most = Math.max(most, counts[row + column] ?? 0);
    sum += most;
  }
  return sum;
}

/** The largest sum of one count of each row, each of another column. */
function prepareAssignment(size: number): (counts: Uint16Array) => number {
  // By which columns are taken: as many rows as these are filled.
  const best = new Uint16Array(1 << size);
  const rows = Array.from(best, (_, taken) => countBits(taken) - 1);
  return (counts) => {
    for (let taken = 1; taken < best.length; taken += 1) {
      const row = (rows[taken] ?? 0) * size;
      let most = 0;
      for (let column = 0; column < size; column += 1) {
        const bit = 1 << column;
        if ((taken & bit) !== 0) most = Math.max(most, (best[taken ^ bit] ?? 0) + (counts[row + column] ?? 0));
      }
      best[taken] = most;
    }
    return best[best.length - 1] ?? 0;
  };
}

const countBits = (bits: number): number => (bits === 0 ? 0 : (bits & 1) + countBits(bits >> 1));
