import type { ScreeningSet } from './screening-types.js';

/**
 * What a process comes to, as bytes: figures are held against fences that only the whole file gives, and what was flagged is
 * written out last. Bytes go to a file of their own where they grow (spill.ts), so that no row per process is kept.
 *
 * An entry: length of what follows (4), kind (1), difference or NaN (8), length of its currency (2), currency, and details.
 * Most have three texts, each behind its length (2): OCID, winner, second-lowest bidder; the others are JSON. An entry with a
 * currency speaks of prices in it alone.
 */
export interface Entry {
  /** Null where its prices were not compared. */
  difference: number | null;
  read(): Details;
}

/** Entries of one reading; of those that speak of prices only the ones in `currency`, but for null all of them. */
export interface Choice {
  set: ScreeningSet;
  currency: string | null;
}

export interface Details {
  /** Of the process; read lot by lot `ocid/lot`. */
  ocid: string;
  /** The OCID itself. */
  of: string;
  values: Readonly<Record<string, number>>;
  winners: readonly string[];
  second: readonly string[];
}

type Packed = [
  ocid: string,
  of: string,
  values: Record<string, number> | 0,
  winners: readonly string[],
  second: readonly string[],
];

const HEAD = 15;
/** Kinds, after a bit for each reading. */
const [WITH_VALUES, AS_JSON, WITH_CURRENCY] = [4, 8, 16];
const LONGEST = 0xffff;
const toBit = (set: ScreeningSet): number => (set === 'published' ? 1 : 2);
const NOBODY: readonly string[] = [];

interface NewEntry {
  sets: readonly ScreeningSet[];
  ocid: string;
  of: string;
  values: Record<string, number> | null;
  currency?: string | null;
  difference?: number;
  winners?: readonly string[];
  second?: readonly string[];
}

export class EntryWriter {
  private bytes = Buffer.alloc(256 * 1024);
  private at = 0;

  add({
    sets,
    ocid,
    of,
    values,
    currency = null,
    difference = NaN,
    winners = NOBODY,
    second = NOBODY,
  }: NewEntry): void {
    const [winner, next] = [winners[0], second[0]];
    const start = this.at;
    this.reserve(HEAD);
    this.at += HEAD;
    const spelled = currency?.slice(0, LONGEST / 3) ?? '';
    this.write(spelled);
    const currencyLength = this.at - start - HEAD;
    let kind = values === null ? 0 : WITH_VALUES;
    if (currency !== null) kind |= WITH_CURRENCY;
    for (const set of sets) kind |= toBit(set);
    const isPlain = values === null && of === ocid && winners.length === 1 && second.length === 1;
    if (
      isPlain &&
      winner !== undefined &&
      next !== undefined &&
      ocid.length + winner.length + next.length < LONGEST / 3
    ) {
      this.writeShort(ocid);
      this.writeShort(winner);
      this.writeShort(next);
    } else {
      kind |= AS_JSON;
      this.write(JSON.stringify([ocid, of, values ?? 0, winners, second] satisfies Packed));
    }
    const { bytes } = this;
    bytes.writeUInt32LE(this.at - start - 4, start);
    bytes[start + 4] = kind;
    bytes.writeDoubleLE(difference, start + 5);
    bytes.writeUInt16LE(currencyLength, start + 13);
  }

  /** What was added since it was asked last. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.bytes.subarray(0, this.at));
    this.at = 0;
    return taken;
  }

  private writeShort(text: string): void {
    const start = this.at;
    this.at += 2;
    this.write(text);
    this.bytes.writeUInt16LE(this.at - start - 2, start);
  }

  private write(text: string): void {
    this.reserve(3 * text.length + 2);
    const { bytes } = this;
    let at = this.at;
    for (let n = 0; n < text.length; n += 1) {
      const unit = text.charCodeAt(n);
      if (unit > 127) {
        this.at += bytes.write(text, this.at);
        return;
      }
      bytes[at] = unit;
      at += 1;
    }
    this.at = at;
  }

  private reserve(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const larger = Buffer.alloc(Math.max(2 * this.bytes.length, this.at + more));
    this.bytes.copy(larger);
    this.bytes = larger;
  }
}

/** The differences among the chosen entries. */
export function readDifferences(chunk: Uint8Array, choice: Choice): number[] {
  const differences: number[] = [];
  scan(chunk, choice, (difference) => {
    if (!Number.isNaN(difference)) differences.push(difference);
  });
  return differences;
}

/** The chosen entries that are wanted, by their difference (NaN: none) and by whether something is flagged already. */
export function findEntries(
  chunk: Uint8Array,
  choice: Choice,
  isWanted: (difference: number, hasValues: boolean) => boolean,
): Entry[] {
  const found: Entry[] = [];
  scan(chunk, choice, (difference, kind, bytes, start, end) => {
    const hasValues = (kind & WITH_VALUES) !== 0;
    if (!isWanted(difference, hasValues)) return;
    const read = (): Details =>
      (kind & AS_JSON) === 0 ? readPlain(bytes, start) : readJson(bytes.subarray(start, end));
    found.push({ difference: Number.isNaN(difference) ? null : difference, read });
  });
  return found;
}

type Visit = (difference: number, kind: number, bytes: Buffer, start: number, end: number) => void;

/** `chunk` begins and ends with an entry. */
function scan(chunk: Uint8Array, { set, currency }: Choice, visit: Visit): void {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const [bit, named] = [toBit(set), currency === null ? null : Buffer.from(currency)];
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + view.getUint32(at, true);
    const kind = bytes[at + 4] ?? 0;
    const length = view.getUint16(at + 13, true);
    const start = at + HEAD + length;
    const isChosen = (kind & WITH_CURRENCY) === 0 || named === null || isSame(bytes, at + HEAD, length, named);
    if ((kind & bit) !== 0 && isChosen) visit(view.getFloat64(at + 5, true), kind, bytes, start, end);
    at = end;
  }
}

function isSame(bytes: Buffer, start: number, length: number, other: Buffer): boolean {
  if (length !== other.length) return false;
  for (let n = 0; n < length; n += 1) if (bytes[start + n] !== other[n]) return false;
  return true;
}

function readJson(bytes: Buffer): Details {
  const [ocid, of, values, winners, second] = JSON.parse(bytes.toString('utf8')) as Packed;
  return { ocid, of, values: values === 0 ? {} : values, winners, second };
}

function readPlain(bytes: Buffer, start: number): Details {
  let at = start;
  const take = (): string => {
    const end = at + 2 + bytes.readUInt16LE(at);
    const text = bytes.toString('utf8', at + 2, end);
    at = end;
    return text;
  };
  const [ocid, winner, next] = [take(), take(), take()];
  return { ocid, of: ocid, values: {}, winners: [winner], second: [next] };
}
