/**
 * What two texts have in common beyond what both took from a third. A text is its letters and digits; a shingle is
 * `SHINGLE` of them in a row, by a hash of 32 bits. Common is a passage of at least `LEAST_PASSAGE` characters: so many
 * in a row that two people do not write them alike by chance. To find out which texts are worth comparing, each gives some
 * of its shingles away (winnowing: Schleimer, Wilkerson and Aiken 2003): any common passage of `WINDOW + SHINGLE - 1`
 * characters or more has at least one of them, so that an index of these stands for comparing all with all.
 */
export const SHINGLE = 12;
export const WINDOW = 16;
const LEAST_PASSAGE = 40;
const FACTOR = 0x01000193;
/** Characters before and behind one that was altered, by which its place in the other text is known. */
const SIDE = 6;
/** As many as are kept of one pair. */
const MOST_KEPT = 20;
/** As much of a passage as is quoted. */
const QUOTED = 16;

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

/** One part of a bid: `no` 0 is what it says in words, else the number of its document. Normalized. */
export interface TextPart {
  no: number;
  text: string;
}
/** A text as it is compared: its parts, their shingles, and of these the ones that are its own. */
export interface PreparedText {
  parts: (TextPart & { hashes: Int32Array; own: Uint8Array })[];
  /** The own shingles, ascending. */
  shingles: Int32Array;
  /** Those that it gives away. */
  fingerprints: ReadonlySet<number>;
  /** Own characters. */
  characters: number;
}

/** Shingles of texts that whoever answers is given: the documents of the tender. */
export function collectShingles(texts: readonly string[]): ReadonlySet<number> {
  const known = new Set<number>();
  for (const text of texts) for (const hash of hashShingles(text)) known.add(hash);
  return known;
}

export function prepareText(parts: readonly TextPart[], given: ReadonlySet<number>): PreparedText {
  const fingerprints = new Set<number>();
  let characters = 0;
  const prepared = parts.map((part) => {
    const hashes = hashShingles(part.text);
    const own = Uint8Array.from(hashes, (hash) => (given.has(hash) ? 0 : 1));
    for (const [from, to] of listRuns(own)) {
      winnow(hashes, from, to, fingerprints);
      characters += to - from;
    }
    return { ...part, hashes, own };
  });
  return { parts: prepared, shingles: sortShingles(prepared, characters), fingerprints, characters };
}

function sortShingles(parts: readonly { hashes: Int32Array; own: Uint8Array }[], count: number): Int32Array {
  const shingles = new Int32Array(count);
  let filled = 0;
  for (const { hashes, own } of parts)
    for (let i = 0; i < hashes.length; i++) if (own[i]) shingles[filled++] = hashes[i] as number;
  return shingles.sort();
}

/** Runs of ones: where each begins, and where it has ended. */
function listRuns(marks: Uint8Array): [number, number][] {
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
function winnow(hashes: Int32Array, from: number, to: number, into: Set<number>): void {
  let at = -1;
  for (let end = Math.min(to, from + WINDOW); end <= to; end++) {
    const begin = Math.max(from, end - WINDOW);
    if (at >= begin && (hashes[at] as number) < (hashes[end - 1] as number)) continue;
    if (at < begin) {
      at = begin;
      for (let i = begin; i < end; i++) if ((hashes[i] as number) <= (hashes[at] as number)) at = i;
    } else at = end - 1;
    into.add(hashes[at] as number);
  }
}

/** Pairs of texts that have a fingerprint in common, by their places, the first one first. */
export function listCandidatePairs(texts: readonly PreparedText[]): [number, number][] {
  const index = new Map<number, number[]>();
  texts.forEach(({ fingerprints }, n) => {
    for (const print of fingerprints) index.set(print, [...(index.get(print) ?? []), n]);
  });
  const pairs = new Set<string>();
  for (const found of index.values())
    found.forEach((a, i) => found.slice(i + 1).forEach((b) => pairs.add(`${a} ${b}`)));
  return [...pairs]
    .map((pair) => pair.split(' ').map(Number) as [number, number])
    .sort((x, y) => x[0] - y[0] || x[1] - y[1]);
}

/** Fingerprints that two texts share: what is asked about elsewhere. */
export const listSharedPrints = (a: PreparedText, b: PreparedText): number[] =>
  [...a.fingerprints].filter((print) => b.fingerprints.has(print));

export interface Passage {
  /** Part of the first text in which it stands. */
  no: number;
  /** Its first characters, letters and digits alone. */
  start: string;
  characters: number;
}

/**
 * The passages of `a` that stand in `b`, longest first. `common`: fingerprints of words that many write (the category's
 * boilerplate); a passage half of whose fingerprints are among them is none.
 */
function findPassages(a: PreparedText, b: PreparedText, common: ReadonlySet<number>): Passage[] {
  const passages: Passage[] = [];
  for (const { no, text, hashes, own } of a.parts) {
    const shared = Uint8Array.from(hashes, (hash, i) => (own[i] && hasShingle(b.shingles, hash) ? 1 : 0));
    for (const [from, to] of listRuns(shared)) {
      const characters = to - from + SHINGLE - 1;
      if (characters < LEAST_PASSAGE) continue;
      const prints = [...hashes.subarray(from, to)].filter((hash) => a.fingerprints.has(hash));
      const known = prints.filter((hash) => common.has(hash)).length;
      if (known * 2 >= prints.length && known > 0) continue;
      passages.push({ no, start: text.slice(from, from + QUOTED).toWellFormed(), characters });
    }
  }
  return passages.sort((x, y) => y.characters - x.characters || (x.start < y.start ? -1 : 1));
}

function hasShingle(sorted: Int32Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}

/** A character of the tender's own text that a bid has otherwise, with what stands around it. */
export type Alteration = string;

/** By what stands around it, each character of a text. */
export function indexContexts(texts: readonly string[]): ReadonlyMap<string, string> {
  const contexts = new Map<string, string>();
  for (const text of texts)
    for (let i = SIDE; i < text.length - SIDE; i++) {
      const around = text.slice(i - SIDE, i) + text.slice(i + 1, i + 1 + SIDE);
      contexts.set(around, (contexts.get(around) ?? '') + text.charAt(i));
    }
  return contexts;
}

/** Words that whoever answers a tender changes: what shall be done becomes what will be done. */
const CHANGED_BY_ALL = /[应将会已均可能须需要不与和及或的地得在为对其该本我贵你您各一二三四五六七八九十\p{N}a-z]/u;

/** Where a text repeats the tender's own with one character changed: a slip of the pen, which two people do not make alike. */
export function findAlterations(parts: readonly TextPart[], contexts: ReadonlyMap<string, string>): Alteration[] {
  const found = new Set<Alteration>();
  if (contexts.size === 0) return [];
  for (const { text } of parts)
    for (let i = SIDE; i < text.length - SIDE; i++) {
      const known = contexts.get(text.slice(i - SIDE, i) + text.slice(i + 1, i + 1 + SIDE));
      const here = text.charAt(i);
      if (known === undefined || known.includes(here)) continue;
      if (CHANGED_BY_ALL.test(here) || CHANGED_BY_ALL.test(known)) continue;
      found.add(text.slice(i - SIDE, i + 1 + SIDE).toWellFormed());
    }
  return [...found].sort();
}

/** What two bids have in common beyond the documents of the tender. */
export interface TextLikeness {
  /** In passages, together. */
  characters: number;
  /** The longest ones. */
  passages: Passage[];
  /** How many slips of the pen are the same, and some of them. */
  slips: number;
  alterations: Alteration[];
}

export interface ComparedText {
  prepared: PreparedText;
  alterations: readonly Alteration[];
}

/** Null where two texts have nothing in common. */
export function compareTexts(a: ComparedText, b: ComparedText, common: ReadonlySet<number>): TextLikeness | null {
  const passages = findPassages(a.prepared, b.prepared, common);
  const theirs = new Set(b.alterations);
  const slips = a.alterations.filter((alteration) => theirs.has(alteration));
  if (passages.length === 0 && slips.length === 0) return null;
  return {
    characters: passages.reduce((sum, { characters }) => sum + characters, 0),
    passages: passages.slice(0, MOST_KEPT),
    slips: slips.length,
    alterations: slips.slice(0, MOST_KEPT),
  };
}
