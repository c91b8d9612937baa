import { createHash } from 'node:crypto';

/** A stream of numbers in [0, 1) that depends on the seed alone: SHA-256 over seed and counter, 48 bits each. */
export function createRandom(seed: string): () => number {
  let counter = 0;
  return () => {
    const bytes = createHash('sha256').update(`${seed}#${counter}`).digest();
    counter += 1;
    return bytes.readUIntBE(0, 6) / 2 ** 48;
  };
}

/** A standard normal number (Box–Muller). */
export function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** `count` different items in random order. */
export function sample<T>(items: readonly T[], count: number, random: () => number): T[] {
  const rest = [...items];
  return Array.from({ length: count }, () => rest.splice(Math.floor(random() * rest.length), 1)).flat();
}
