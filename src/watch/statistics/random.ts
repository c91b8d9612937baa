/** A stream of numbers in [0, 1) that depends on the seed alone (Doty-Humphrey's small fast counter, 32 bits). */
export type Random = () => number;

/** At least 32 hexadecimal digits, as an assessment's seed is, or what makes them when they are asked for. */
export type Seed = string | (() => string);

export function createRandom(given: Seed): Random {
  const seed = typeof given === 'string' ? given : given();
  let [a, b, c] = [word(seed, 0), word(seed, 8), word(seed, 16)];
  let counter = word(seed, 24);
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let i = 0; i < 15; i += 1) next();
  return next;
}

function word(seed: string, at: number): number {
  return Number.parseInt(seed.slice(at, at + 8), 16) | 0;
}

/** The array in a random order, in place (Fisher–Yates). */
export function shuffle<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [items[i], items[j]];
    if (a !== undefined && b !== undefined) [items[i], items[j]] = [b, a];
  }
  return items;
}

/** The numbers in a random order, in place: from any order of the same numbers. */
export function shuffleNumbers(numbers: Uint8Array, random: Random): Uint8Array {
  for (let i = numbers.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const kept = numbers[i] ?? 0;
    numbers[i] = numbers[j] ?? 0;
    numbers[j] = kept;
  }
  return numbers;
}
