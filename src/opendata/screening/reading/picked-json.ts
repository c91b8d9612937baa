/** Names of members, each with the names that are asked for inside it; of a list the same goes for each of its items. */
export interface Picked {
  readonly [name: string]: Picked;
}

/** The text was not read: it is broken, or written in so rare a way that `JSON.parse` is to say what it holds. */
export const UNREAD = Symbol('unread');

interface Member {
  name: string;
  inner: Members;
  /** Texts that stood here, by hash, for when they come again: states and bodies do, and one text is faster than two alike. */
  kept: string[];
}

/** As many places as a power of two has, so that no two names have one place, by their hashes. */
type Members = readonly (Member | undefined)[];

/** Nesting beyond this is left to `JSON.parse`. */
const DEEPEST = 100;
/** Texts that a member keeps. */
const KEPT = 1 << 13;
/** Instants and most OCIDs, which seldom come again, are longer. */
const LONGEST_KEPT = 18;
/** Digits of a whole number that is exact however it is summed up. */
const EXACT_DIGITS = 15;

const [QUOTE, COMMA, MINUS, PLUS, POINT, COLON, BACKSLASH] = [0x22, 0x2c, 0x2d, 0x2b, 0x2e, 0x3a, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const [ZERO, LOWER_E, LOWER_U, UPPER_E] = [0x30, 0x65, 0x75, 0x45];
const WORDS = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), word]));

const markBytes = (pattern: RegExp): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => (pattern.test(String.fromCharCode(byte)) ? 1 : 0));
const SPACE = markBytes(/[ \t\n\r]/);
const DIGIT = markBytes(/[0-9]/);
const HEX = markBytes(/[0-9a-fA-F]/);
const ESCAPABLE = markBytes(/["\\/bfnrt]/);
/** Bytes of a text that stand for themselves: 1 in ASCII, 2 beyond it. */
const PLAIN = markBytes(/[^"\\]/).map((is, byte) => (byte < 0x20 ? 0 : byte < 0x80 ? is : 2));

const hashByte = (hash: number, byte: number): number => (Math.imul(hash, 31) + byte) | 0;

const hashName = (name: string): number => Buffer.from(name).reduce(hashByte, 0);

function toMembers(picked: Picked): Members {
  const names = Object.keys(picked);
  let count = 1;
  while (new Set(names.map((name) => hashName(name) & (count - 1))).size < names.length) count *= 2;
  const members = new Array<Member | undefined>(count).fill(undefined);
  for (const [name, inner] of Object.entries(picked))
    members[hashName(name) & (count - 1)] = { name, inner: toMembers(inner), kept: [] };
  return members;
}

/**
 * Reads those members of a JSON text that are asked for: what `JSON.parse` gives without the others. The others are held to the
 * grammar all the same, but become neither text nor object, which is most of what parsing costs. Bytes beyond the text are
 * undefined, which no table knows, so that each loop ends there.
 */
export class PickedReader {
  private readonly whole: Member;
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;

  constructor(picked: Picked) {
    this.whole = { name: '', inner: toMembers(picked), kept: [] };
  }

  /** @param bytes UTF-8 between the two places */
  read(bytes: Buffer, from: number, to: number): unknown {
    this.bytes = bytes;
    this.at = from;
    const value = this.readValue(this.whole, 0);
    while (this.at < to && SPACE[bytes[this.at] as number] === 1) this.at += 1;
    return this.at === to ? value : UNREAD;
  }

  private readValue(member: Member, depth: number): unknown {
    this.skipSpace();
    const first = this.bytes[this.at] as number;
    if (first === QUOTE) return this.readText(member.kept);
    if (first === OPEN_OBJECT) return depth < DEEPEST ? this.readObject(member.inner, depth + 1) : UNREAD;
    if (first === OPEN_LIST) return depth < DEEPEST ? this.readList(member, depth + 1) : UNREAD;
    const word = WORDS.get(first);
    const start = this.at;
    if (!this.skipScalar(first)) return UNREAD;
    if (word !== undefined) return word === 'null' ? null : word === 'true';
    return this.toNumber(start, this.at);
  }

  private readObject(members: Members, depth: number): unknown {
    const { bytes } = this;
    const object: Record<string, unknown> = {};
    this.at += 1;
    if (this.takes(CLOSE_OBJECT)) return object;
    do {
      if (!this.takes(QUOTE)) return UNREAD;
      const start = this.at;
      let [end, hash] = [start, 0];
      for (let byte = bytes[end] as number; (PLAIN[byte] as number) > 0; byte = bytes[end] as number) {
        hash = hashByte(hash, byte);
        end += 1;
      }
      if (bytes[end] !== QUOTE) return UNREAD;
      this.at = end + 1;
      if (!this.takes(COLON)) return UNREAD;
      const member = members[hash & (members.length - 1)];
      if (member !== undefined && this.isText(member.name, start, end)) {
        const value = this.readValue(member, depth);
        if (value === UNREAD) return UNREAD;
        object[member.name] = value;
      } else if (!this.skipValue(depth)) return UNREAD;
    } while (this.takes(COMMA));
    return this.takes(CLOSE_OBJECT) ? object : UNREAD;
  }

  private readList(member: Member, depth: number): unknown {
    const list: unknown[] = [];
    this.at += 1;
    if (this.takes(CLOSE_LIST)) return list;
    do {
      const value = this.readValue(member, depth);
      if (value === UNREAD) return UNREAD;
      list.push(value);
    } while (this.takes(COMMA));
    return this.takes(CLOSE_LIST) ? list : UNREAD;
  }

  private readText(kept: string[]): unknown {
    const { bytes } = this;
    const start = this.at + 1;
    let [end, hash, kinds] = [start, 0, 0];
    for (let byte = bytes[end] as number; (PLAIN[byte] as number) > 0; byte = bytes[end] as number) {
      hash = hashByte(hash, byte);
      kinds |= PLAIN[byte] as number;
      end += 1;
    }
    if (bytes[end] !== QUOTE)
      return this.skipText() ? (JSON.parse(bytes.toString('utf8', start - 1, this.at)) as unknown) : UNREAD;
    this.at = end + 1;
    if (kinds > 1) return bytes.toString('utf8', start, end);
    if (end - start > LONGEST_KEPT) return bytes.toString('latin1', start, end);
    if (kept.length === 0) for (let n = 0; n < KEPT; n += 1) kept.push('');
    const place = hash & (KEPT - 1);
    const known = kept[place] as string;
    if (this.isText(known, start, end)) return known;
    return (kept[place] = bytes.toString('latin1', start, end));
  }

  /** Whether the bytes between two places are this text of ASCII. */
  private isText(text: string, start: number, end: number): boolean {
    if (text.length !== end - start) return false;
    for (let n = 0; n < text.length; n += 1) if (text.charCodeAt(n) !== this.bytes[start + n]) return false;
    return true;
  }

  /** The number that stands between two places. */
  private toNumber(start: number, end: number): number {
    const { bytes } = this;
    const isNegative = bytes[start] === MINUS;
    let [at, sum] = [isNegative ? start + 1 : start, 0];
    if (end - at <= EXACT_DIGITS)
      for (; DIGIT[bytes[at] as number] === 1; at += 1) sum = 10 * sum + (bytes[at] as number) - ZERO;
    if (at !== end) return Number(bytes.toString('latin1', start, end));
    return isNegative ? -sum : sum;
  }

  private skipSpace(): void {
    while (SPACE[this.bytes[this.at] as number] === 1) this.at += 1;
  }

  /** Whether this byte comes next, spaces apart; then it is behind us. */
  private takes(byte: number): boolean {
    if (this.bytes[this.at] !== byte) this.skipSpace();
    if (this.bytes[this.at] !== byte) return false;
    this.at += 1;
    return true;
  }

  private skipValue(depth: number): boolean {
    this.skipSpace();
    const first = this.bytes[this.at] as number;
    if (first === QUOTE) return this.skipText();
    if (first === OPEN_OBJECT) return depth < DEEPEST && this.skipObject(depth + 1);
    if (first === OPEN_LIST) return depth < DEEPEST && this.skipList(depth + 1);
    return this.skipScalar(first);
  }

  private skipObject(depth: number): boolean {
    this.at += 1;
    if (this.takes(CLOSE_OBJECT)) return true;
    do {
      this.skipSpace();
      if (this.bytes[this.at] !== QUOTE || !this.skipText() || !this.takes(COLON) || !this.skipValue(depth))
        return false;
    } while (this.takes(COMMA));
    return this.takes(CLOSE_OBJECT);
  }

  private skipList(depth: number): boolean {
    this.at += 1;
    if (this.takes(CLOSE_LIST)) return true;
    do if (!this.skipValue(depth)) return false;
    while (this.takes(COMMA));
    return this.takes(CLOSE_LIST);
  }

  private skipText(): boolean {
    const { bytes } = this;
    for (let at = this.at + 1; ;) {
      while ((PLAIN[bytes[at] as number] as number) > 0) at += 1;
      if (bytes[at] === QUOTE) {
        this.at = at + 1;
        return true;
      }
      if (bytes[at] !== BACKSLASH) return false;
      const escape = bytes[at + 1] as number;
      if (ESCAPABLE[escape] === 1) at += 2;
      else if (escape === LOWER_U && [2, 3, 4, 5].every((n) => HEX[bytes[at + n] as number] === 1)) at += 6;
      else return false;
    }
  }

  private skipScalar(first: number): boolean {
    const word = WORDS.get(first);
    if (word === undefined) return this.skipNumber();
    if (!this.isText(word, this.at, this.at + word.length)) return false;
    this.at += word.length;
    return true;
  }

  private skipNumber(): boolean {
    const { bytes } = this;
    if (bytes[this.at] === MINUS) this.at += 1;
    if (bytes[this.at] === ZERO) this.at += 1;
    else if (!this.skipDigits()) return false;
    if (bytes[this.at] === POINT) {
      this.at += 1;
      if (!this.skipDigits()) return false;
    }
    if (bytes[this.at] !== LOWER_E && bytes[this.at] !== UPPER_E) return true;
    this.at += bytes[this.at + 1] === PLUS || bytes[this.at + 1] === MINUS ? 2 : 1;
    return this.skipDigits();
  }

  /** At least one. */
  private skipDigits(): boolean {
    const start = this.at;
    while (DIGIT[this.bytes[this.at] as number] === 1) this.at += 1;
    return this.at > start;
  }
}
