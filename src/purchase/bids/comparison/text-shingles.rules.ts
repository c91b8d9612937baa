/** Characters of a shingle, and shingles of which one is given away. */
export const SHINGLE = 12;
export const WINDOW = 16;
const FACTOR = 0x01000193;

/** Letters and digits alone, in one form: how a text is set does not count. */
export const normalizeWords = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** One hash for each place at which a shingle begins. */
export function hashShingles(text: string): Int32Array {
  const count = Math.max(0, text.length - SHINGLE + 1);
  const hashes = new Int32Array(count);
  let first = 1;
  for (let i = 1; i < SHINGLE; i++) first = Math.imul(first, FACTOR);
  let rolling = 0;
  for (let i = 0; i < text.length; i++) {
    if (i >= SHINGLE) rolling = (rolling - Math.imul(text.charCodeAt(i - SHINGLE), first)) | 0;
    rolling = (Math.imul(rolling, FACTOR) + text.charCodeAt(i)) | 0;
    if (i >= SHINGLE - 1) hashes[i - SHINGLE + 1] = mix(rolling);
  }
  return hashes;
}

/** Spreads the bits (MurmurHash3): winnowing takes the smallest, which must not depend on the last character alone. */
function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Hashes, of which each is kept once. Open addressing over integers: a set of objects takes ten times the memory. */
export class ShingleSet {
  private slots = new Int32Array(16);
  private filled = 0;
  private hasZero = false;

  /** `expected`: about as many as will be added. */
  constructor(expected = 0) {
    while (this.slots.length < expected * 2) this.slots = new Int32Array(this.slots.length * 2);
  }

  add(hash: number): void {
    if (hash === 0) this.hasZero = true;
    else if (place(this.slots, hash)) this.filled += 1;
    if (this.filled * 2 <= this.slots.length) return;
    const before = this.slots;
    this.slots = new Int32Array(before.length * 2);
    for (const each of before) if (each !== 0) place(this.slots, each);
  }

  has(hash: number): boolean {
    if (hash === 0) return this.hasZero;
    const mask = this.slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const found = this.slots[at];
      if (found === hash) return true;
      if (found === 0) return false;
    }
  }
}

/** Whether it was not there yet. */
function place(slots: Int32Array, hash: number): boolean {
  const mask = slots.length - 1;
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    if (slots[at] === hash) return false;
    if (slots[at] !== 0) continue;
    slots[at] = hash;
    return true;
  }
}

/** Shingles of texts that whoever answers is given: the documents of the tender. */
export function collectShingles(texts: readonly string[]): ShingleSet {
  const known = new ShingleSet(texts.reduce((sum, { length }) => sum + length, 0));
  for (const text of texts) for (const hash of hashShingles(text)) known.add(hash);
  return known;
}

/** Runs of ones: where each begins, and where it has ended. */
export function listRuns(marks: Uint8Array): [number, number][] {
  const runs: [number, number][] = [];
  for (let i = 0; i < marks.length; i++) {
    if (!marks[i]) continue;
    const from = i;
    while (i < marks.length && marks[i]) i++;
    runs.push([from, i]);
  }
  return runs;
}

/** The smallest hash of each window of a run. */
export function winnow(hashes: Int32Array, from: number, to: number, into: number[]): void {
  let at = -1;
  for (let end = Math.min(to, from + WINDOW); end <= to; end++) {
    const begin = Math.max(from, end - WINDOW);
    if (at >= begin && (hashes[at] as number) < (hashes[end - 1] as number)) continue;
    if (at < begin) {
      at = begin;
      for (let i = begin; i < end; i++) if ((hashes[i] as number) <= (hashes[at] as number)) at = i;
    } else at = end - 1;
    into.push(hashes[at] as number);
  }
}
