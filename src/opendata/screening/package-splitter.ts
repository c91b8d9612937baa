import { BLOCK_BYTES, MOST_BYTES, NothingToScreenError } from './blocks.js';
import type { Block, ScreeningError } from './screening-types.js';
import { SpareBuffers } from './spare-buffers.js';

const [QUOTE, BACKSLASH, NEWLINE, COMMA, COLON] = [34, 92, 10, 44, 58];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93];
const LISTS = ['releases', 'records'];
/** What a release or a record has, and no package. */
const OWN = ['ocid', 'compiledRelease'];
const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 13 || byte === NEWLINE;

/**
 * Finds in the bytes of a release or record package, or several one after the other, where each release or record begins
 * and ends, by brackets and quotes alone: what is between them is parsed by whoever screens it.
 */
export class PackageSplitter {
  /** The first object has a list of releases or records. */
  foundList = false;
  /** The first object is a release or a record, whatever lists it has: it is no package. */
  foundOcid = false;
  /** The line in which a later object shows that it is none either, or a bracket closes what it did not open; null: none does. */
  strayLine: number | null = null;
  /** How many bytes stand before it. */
  strayByte = 0;
  /** Bytes of the chunks that were split. */
  bytes = 0;
  /** The first object has ended. */
  closed = false;
  line = 1;
  /** How many releases have begun, and the line in which the last of them did. */
  begun = 0;
  begunLine = 1;
  private depth = 0;
  private inText = false;
  private escaped = false;
  private key = '';
  private readsKey = false;
  private lastText = '';
  private inList = false;
  /** Whether a release is open that began in an earlier chunk, or in this one. */
  private open = false;

  /** Whether everything that was opened is closed. */
  get complete(): boolean {
    return this.depth === 0 && !this.inText;
  }

  /** Calls `give` for each piece of a release in this chunk; `ends`: with it the release is whole. */
  split(chunk: Uint8Array, give: (from: number, to: number, ends: boolean) => void): void {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === NEWLINE) this.line += 1;
      if (this.inText) {
        this.readText(byte);
        continue;
      }
      if (this.inList && this.depth === 2 && !this.open && byte !== COMMA && byte !== CLOSE_LIST && !isBlank(byte)) {
        this.open = true;
        this.begun += 1;
        this.begunLine = this.line;
        from = at;
      }
      if (this.open && this.depth === 2 && (byte === COMMA || byte === CLOSE_LIST)) {
        give(from, at, true);
        this.open = false;
      }
      this.readByte(byte, at);
    }
    this.bytes += chunk.length;
    if (this.open) give(from, chunk.length, false);
  }

  /** One too many, which would hide all releases behind it. Brackets within a release are its own matter. */
  private closesAnother(byte: number): boolean {
    if (this.depth <= 1) return this.depth === 0 || byte === CLOSE_LIST;
    return this.depth === 2 && this.inList && byte === CLOSE_OBJECT;
  }

  private noteStray(at: number): void {
    if (this.strayLine !== null) return;
    this.strayLine = this.line;
    this.strayByte = this.bytes + at;
  }

  private readText(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) {
      this.inText = false;
      if (this.readsKey) this.lastText = this.key;
    }
    // Names of members at the first level alone; a longer one is none that is looked for.
    if (this.inText && this.readsKey && this.key.length < 16) this.key += String.fromCharCode(byte);
  }

  private readByte(byte: number, at: number): void {
    if (byte === QUOTE) {
      this.inText = true;
      this.readsKey = this.depth === 1;
      this.key = '';
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      if (this.depth === 1 && byte === OPEN_LIST && LISTS.includes(this.lastText)) {
        this.inList = true;
        if (!this.closed) this.foundList = true;
      }
      this.depth += 1;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      if (this.closesAnother(byte)) this.noteStray(at);
      this.depth = Math.max(0, this.depth - 1);
      if (this.depth === 1) this.inList = false;
      if (this.depth === 0) this.closed = true;
      if (this.depth <= 1) this.lastText = '';
    } else if (this.depth !== 1 || isBlank(byte)) return;
    else if (byte !== COLON) this.lastText = '';
    else if (OWN.includes(this.lastText)) {
      if (this.closed) this.noteStray(at);
      else this.foundOcid = true;
    }
  }
}

/** Blocks of whole releases or records of a package. What is wrong with the package itself is told with the last one. */
export async function* cutPackage(
  source: AsyncIterable<Uint8Array>,
  blockBytes = BLOCK_BYTES,
  mostBytes = MOST_BYTES,
  spares = new SpareBuffers(),
): AsyncGenerator<Block> {
  const splitter = new PackageSplitter();
  let [no, ready, errors] = [0, [] as Uint8Array[], [] as ScreeningError[]];
  let parts: Uint8Array[] = [];
  let [length, readyLength] = [0, 0];
  const take = (): Block => {
    const block = { no, ...lay(ready, spares.take(readyLength)), errors };
    [no, ready, readyLength, errors] = [no + 1, [], 0, []];
    return block;
  };
  for await (const chunk of source) {
    splitter.split(chunk, (from, to, ends) => {
      length += to - from;
      if (length <= mostBytes) parts.push(chunk.subarray(from, to));
      if (!ends) return;
      // One that is too long stays as nothing, so that those after it keep their numbers.
      const whole = length <= mostBytes ? Buffer.concat(parts) : new Uint8Array();
      if (length > mostBytes) errors.push({ at: ready.length, code: 'too_long' });
      ready.push(whole);
      readyLength += whole.length;
      [parts, length] = [[], 0];
    });
    if (splitter.foundOcid)
      throw new NothingToScreenError('It begins with a record whose many releases stand before its OCID');
    if (readyLength >= blockBytes) yield take();
  }
  if (splitter.strayLine !== null)
    errors.push({
      at: ready.length,
      code: 'broken_package',
      detail: `what is none stands in line ${splitter.strayLine}`,
    });
  if (!splitter.complete)
    errors.push({ at: ready.length, code: 'broken_package', detail: `it ends in line ${splitter.line}, open` });
  if (ready.length > 0 || errors.length > 0) yield take();
}

/** Releases in one piece of memory, and where each begins and ends. */
function lay(releases: readonly Uint8Array[], bytes: Block['bytes']): Pick<Block, 'bytes' | 'ranges'> {
  const ranges = new Uint32Array(releases.length * 2);
  let at = 0;
  for (const [n, release] of releases.entries()) {
    bytes.set(release, at);
    ranges[n * 2] = at;
    ranges[n * 2 + 1] = at + release.length;
    at += release.length;
  }
  return { bytes, ranges };
}
