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
  isOf(set: ScreeningSet): boolean;
  currency: string | null;
  difference: number | null;
  /** Something is flagged already. */
  hasValues: boolean;
  read(): Details;
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
const [WITH_VALUES, AS_JSON] = [4, 8];
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

/** Entries of bytes that begin and end with an entry. */
export function* readEntries(chunk: Uint8Array): Generator<Entry> {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32LE(at);
    const details = at + HEAD + bytes.readUInt16LE(at + 13);
    const difference = bytes.readDoubleLE(at + 5);
    const kind = bytes[at + 4] ?? 0;
    yield {
      isOf: (set) => (kind & toBit(set)) !== 0,
      hasValues: (kind & WITH_VALUES) !== 0,
      currency: details === at + HEAD ? null : bytes.toString('utf8', at + HEAD, details),
      difference: Number.isNaN(difference) ? null : difference,
      read: () => ((kind & AS_JSON) === 0 ? readPlain(bytes, details) : readJson(bytes.subarray(details, end))),
    };
    at = end;
  }
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
