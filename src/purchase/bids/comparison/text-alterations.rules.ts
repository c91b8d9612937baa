/** Characters before and behind one that was altered, by which its place in the other text is known. */
const SIDE = 6;
/** A place at which the given texts themselves have so many characters shows nobody's slip. */
const MOST_AT_ONE_PLACE = 8;
const FACTOR = 0x01000193;

/** A character of the tender's own text that a bid has otherwise, with what stands around it. */
export type Alteration = string;

/**
 * Which characters stand in given texts between which neighbours: by two hashes, of the `SIDE` characters before and of those
 * behind. Three integers a place, whatever the texts hold.
 */
export class ContextIndex {
  private readonly before: Int32Array;
  private readonly behind: Int32Array;
  /** Of the character, and 0 where the slot is free. */
  private readonly codes: Uint16Array;
  readonly isEmpty: boolean;

  constructor(texts: readonly string[]) {
    const places = texts.reduce((sum, { length }) => sum + Math.max(0, length - 2 * SIDE), 0);
    let size = 16;
    while (size < places * 2) size *= 2;
    this.before = new Int32Array(size);
    this.behind = new Int32Array(size);
    this.codes = new Uint16Array(size);
    this.isEmpty = places === 0;
    for (const text of texts) {
      const sides = hashSides(text);
      for (let i = SIDE; i < text.length - SIDE; i++)
        this.add(sides[i - SIDE] as number, sides[i + 1] as number, text.charCodeAt(i));
    }
  }

  private add(before: number, behind: number, code: number): void {
    const mask = this.codes.length - 1;
    let known = 0;
    for (let at = (before ^ behind) & mask; known < MOST_AT_ONE_PLACE; at = (at + 1) & mask) {
      if (this.codes[at] === 0) {
        this.before[at] = before;
        this.behind[at] = behind;
        this.codes[at] = code;
        return;
      }
      if (this.before[at] !== before || this.behind[at] !== behind) continue;
      if (this.codes[at] === code) return;
      known += 1;
    }
  }

  /** Characters known between these; null where there is none, or where there are too many to say anything. */
  find(before: number, behind: number): string | null {
    const mask = this.codes.length - 1;
    let known = '';
    for (let at = (before ^ behind) & mask; this.codes[at] !== 0; at = (at + 1) & mask)
      if (this.before[at] === before && this.behind[at] === behind)
        known += String.fromCharCode(this.codes[at] as number);
    return known === '' || known.length >= MOST_AT_ONE_PLACE ? null : known;
  }
}

/** One hash of `SIDE` characters for each place at which they begin. */
function hashSides(text: string): Int32Array {
  const hashes = new Int32Array(Math.max(0, text.length - SIDE + 1));
  for (let i = 0; i < hashes.length; i++) {
    let hash = 0;
    for (let k = 0; k < SIDE; k++) hash = (Math.imul(hash, FACTOR) + text.charCodeAt(i + k)) | 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hashes[i] = hash ^ (hash >>> 13);
  }
  return hashes;
}

/** Words that whoever answers a tender changes: what shall be done becomes what will be done. */
const CHANGED_BY_ALL = /[应将会已均可能须需要不与和及或的地得在为对其该本我贵你您各一二三四五六七八九十\p{N}a-z]/u;
/** As many slips as are looked for in one bid: more are another edition of the text, not slips. */
const MOST_SLIPS = 10_000;

/** Where a text repeats the given ones with one character changed: a slip of the pen, which two people do not make alike. */
export function findAlterations(parts: readonly { text: string }[], contexts: ContextIndex): Alteration[] {
  const found = new Set<Alteration>();
  if (contexts.isEmpty) return [];
  for (const { text } of parts) {
    const sides = hashSides(text);
    for (let i = SIDE; i < text.length - SIDE && found.size < MOST_SLIPS; i++) {
      const known = contexts.find(sides[i - SIDE] as number, sides[i + 1] as number);
      const here = text.charAt(i);
      if (known === null || known.includes(here)) continue;
      if (CHANGED_BY_ALL.test(here) || CHANGED_BY_ALL.test(known)) continue;
      found.add(text.slice(i - SIDE, i + 1 + SIDE).toWellFormed());
    }
  }
  return [...found].sort();
}
