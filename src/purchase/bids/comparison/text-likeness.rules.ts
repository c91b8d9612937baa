import type { Alteration } from './text-alterations.rules.js';
import { hashShingles, listRuns, SHINGLE, ShingleSet, winnow } from './text-shingles.rules.js';

/**
 * What two texts have in common beyond what both took from a third. A text is its letters and digits; a shingle is
 * `SHINGLE` of them in a row, by a hash of 32 bits. Common is a passage of at least `LEAST_PASSAGE` characters: so many
 * in a row that two people do not write them alike by chance. To find out which texts are worth comparing, each gives some
 * of its shingles away (winnowing: Schleimer, Wilkerson and Aiken 2003): any common passage of `WINDOW + SHINGLE - 1`
 * characters or more has at least one of them, so that an index of these stands for comparing all with all.
 */
const LEAST_PASSAGE = 40;
/** As many as are kept of one pair. */
const MOST_KEPT = 20;
/** As much of a passage as is quoted. */
const QUOTED = 16;

/** One part of a bid: `no` 0 is what it says in words, else the number of its document. Normalized. */
export interface TextPart {
  no: number;
  text: string;
}
/** A text as it is compared: its parts, their shingles, and of these the ones that are its own. */
export interface PreparedText {
  parts: (TextPart & { hashes: Int32Array; own: Uint8Array })[];
  /** The own shingles. */
  shingles: ShingleSet;
  /** Those that it gives away: ascending, each once. */
  fingerprints: Int32Array;
  /** Own characters. */
  characters: number;
}

export function prepareText(parts: readonly TextPart[], given: ShingleSet): PreparedText {
  const prints: number[] = [];
  let characters = 0;
  const prepared = parts.map((part) => {
    const hashes = hashShingles(part.text);
    const own = markOwnShingles(hashes, given);
    for (const [from, to] of listRuns(own)) {
      winnow(hashes, from, to, prints);
      characters += to - from;
    }
    return { ...part, hashes, own };
  });
  const shingles = new ShingleSet(characters);
  for (const { hashes, own } of prepared)
    for (let i = 0; i < hashes.length; i++) if (own[i]) shingles.add(hashes[i] as number);
  return { parts: prepared, shingles, fingerprints: sortOnce(Int32Array.from(prints)), characters };
}

function markOwnShingles(hashes: Int32Array, given: ShingleSet): Uint8Array {
  const marks = new Uint8Array(hashes.length);
  for (let i = 0; i < hashes.length; i++) if (!given.has(hashes[i] as number)) marks[i] = 1;
  return marks;
}

const sortOnce = (numbers: Int32Array): Int32Array =>
  numbers.sort().filter((number, i, sorted) => i === 0 || number !== sorted[i - 1]);

/** Two texts that have fingerprints in common. */
export interface CandidatePair {
  /** Their places, the first one first. */
  a: number;
  b: number;
}

/** Texts that are told apart in one number with a fingerprint: of more nobody could say which of them share it. */
export const MOST_TEXTS = 1024;
const OFFSET = 2 ** 31;

/**
 * Pairs of texts that have a fingerprint in common, and these fingerprints, ascending. All fingerprints of all texts stand
 * in one sorted list, so that what is common lies side by side.
 */
export function findCandidates(texts: readonly PreparedText[]): { pairs: CandidatePair[]; shared: Int32Array } {
  const count = texts.reduce((sum, { fingerprints }) => sum + fingerprints.length, 0);
  const all = new Float64Array(count);
  let filled = 0;
  texts.forEach(({ fingerprints }, n) => {
    for (const print of fingerprints) all[filled++] = (print + OFFSET) * MOST_TEXTS + n;
  });
  all.sort();
  const readPrint = (at: number): number => Math.floor((all[at] as number) / MOST_TEXTS);
  const found = new Set<number>();
  const shared: number[] = [];
  for (let from = 0; from < count;) {
    let to = from + 1;
    while (to < count && readPrint(to) === readPrint(from)) to++;
    if (to - from > 1) {
      shared.push(readPrint(from) - OFFSET);
      const sharers = Array.from(all.subarray(from, to), (each) => each % MOST_TEXTS);
      for (const [i, a] of sharers.entries()) for (const b of sharers.slice(i + 1)) found.add(a * MOST_TEXTS + b);
    }
    from = to;
  }
  const pairs = [...found]
    .sort((x, y) => x - y)
    .map((pair) => ({ a: Math.floor(pair / MOST_TEXTS), b: pair % MOST_TEXTS }));
  return { pairs, shared: Int32Array.from(shared) };
}

/** What of the fingerprints that bids share is known of other purchases. */
export interface CommonPrints {
  /** Those that were asked about; null: all. Of a passage without any nothing is known. */
  asked: ReadonlySet<number> | null;
  /** Those that many write: the category's boilerplate. */
  common: ReadonlySet<number>;
}

export interface Passage {
  /** Part of the first text in which it stands. */
  no: number;
  /** Its first characters, letters and digits alone. */
  start: string;
  characters: number;
}

/**
 * The passages of `a` that stand in `b`, longest first. A passage half of whose fingerprints many others write is none, nor
 * is one of which it was not asked whether they do.
 */
function findPassages(a: PreparedText, b: PreparedText, { asked, common }: CommonPrints): Passage[] {
  const passages: Passage[] = [];
  for (const { no, text, hashes, own } of a.parts) {
    const shared = markSharedShingles(hashes, own, b.shingles);
    for (const [from, to] of listRuns(shared)) {
      const characters = to - from + SHINGLE - 1;
      if (characters < LEAST_PASSAGE) continue;
      const prints = hashes.subarray(from, to).filter((hash) => hasNumber(a.fingerprints, hash));
      const judged = asked === null ? prints : prints.filter((print) => asked.has(print));
      const known = judged.filter((print) => common.has(print)).length;
      if (known * 2 >= judged.length && (known > 0 || asked !== null)) continue;
      passages.push({ no, start: text.slice(from, from + QUOTED).toWellFormed(), characters });
    }
  }
  return passages.sort((x, y) => y.characters - x.characters || (x.start < y.start ? -1 : 1));
}

/** Ones where a shingle is its own and stands in the other text too. A plain loop: this is what a comparison spends its time on. */
function markSharedShingles(hashes: Int32Array, own: Uint8Array, theirs: ShingleSet): Uint8Array {
  const marks = new Uint8Array(hashes.length);
  for (let i = 0; i < hashes.length; i++) if (own[i] === 1 && theirs.has(hashes[i] as number)) marks[i] = 1;
  return marks;
}

function hasNumber(sorted: Int32Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
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
export function compareTexts(a: ComparedText, b: ComparedText, common: CommonPrints): TextLikeness | null {
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
