import { Problem } from '../../kernel/errors/problem.js';
import { stripMark } from '../../opendata/screening/blocks.js';
import { peekAtForm } from '../../opendata/screening/package-form.js';
import { PackageSplitter } from '../../opendata/screening/package-splitter.js';
import { MAX_LINE, readLines } from '../notices/lines.js';
import { createPackageProblem, type CutRelease } from './package-problem.js';

/** A release or a record as it stands in the file. */
export interface Piece {
  /** The line it stands in; in packages its number in the file. */
  line: number;
  raw: Buffer;
  /** Of which process it is; null where it does not say. */
  key: string | null;
}

const NEWLINE = 10;
/** Longest OCID: a longer one is none, and its release is refused when it is read. */
export const MAX_OCID = 200;

/**
 * The releases and records of a file, in memory one at a time: of packages (one, or several one behind the other), or of lines
 * with a release, a record or a package each.
 * @throws Problem for a package that does not end: nothing behind its fault can be told apart
 */
export async function* readPieces(file: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Piece> {
  const { bytes, isPackage } = await peekAtForm(stripMark(limitBytes(file, maxBytes)));
  const { head, rest, isWhole } = isPackage ? await readFirstLine(bytes) : { head: [], rest: bytes, isWhole: true };
  const all = chain(head, rest);
  yield* isWhole ? cutLines(all, maxBytes) : cutPackages(all);
}

async function* limitBytes(file: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of file) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Problem('payload_too_large');
    yield chunk;
  }
}

/** Whether the first line is a package whole: then each line is one, and one that is broken costs its own line alone. */
async function readFirstLine(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array[]; rest: AsyncIterable<Uint8Array>; isWhole: boolean }> {
  const chunks = bytes[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let [length, ended] = [0, false];
  while (length <= MAX_LINE && !ended) {
    const next = await chunks.next();
    if (next.done === true) break;
    head.push(next.value);
    length += next.value.length;
    ended = next.value.includes(NEWLINE);
  }
  const text = Buffer.concat(head);
  const end = text.indexOf(NEWLINE);
  const line = text.subarray(0, end < 0 ? text.length : end);
  return { head, rest: { [Symbol.asyncIterator]: () => chunks }, isWhole: line.length <= MAX_LINE && isJson(line) };
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}

async function* chain(head: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for (const chunk of head) yield toBuffer(chunk);
  for await (const chunk of rest) yield toBuffer(chunk);
}
const toBuffer = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length);

async function* cutLines(bytes: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Piece> {
  let last = 0;
  for await (const { line, raw } of readLines(bytes, maxBytes))
    for (const part of splitLine(raw)) {
      last = Math.max(last + 1, line);
      yield { line: last, raw: part, key: findKey(part) };
    }
}

/** What a line holds that is a package whole; any other line is one piece, whatever it holds. */
function splitLine(raw: Buffer): Buffer[] {
  const splitter = new PackageSplitter();
  const parts: Buffer[] = [];
  splitter.split(raw, (from, to) => parts.push(raw.subarray(from, to)));
  const isPackage = splitter.foundList && !splitter.foundOcid && splitter.complete && isJson(raw);
  return isPackage && parts.length > 0 ? parts : [raw];
}

async function* cutPackages(bytes: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  const splitter = new PackageSplitter();
  /** The first release that is no JSON: where brackets do not match, the fault lies in it. */
  let broken: CutRelease | null = null;
  let open: CutRelease | null = null;
  let parts: Buffer[] = [];
  let [line, length, before] = [0, 0, 0];
  const refuse = (): Problem => createPackageProblem(splitter, broken ?? open, length > MAX_LINE);
  for await (const chunk of bytes) {
    const ready: Piece[] = [];
    splitter.split(chunk, (from, to, ends) => {
      const part = chunk.subarray(from, to);
      open ??= { no: splitter.begun, line: splitter.begunLine, byte: before + from, parts };
      length += part.length;
      parts.push(part);
      if (length > MAX_LINE) throw refuse();
      if (!ends) return;
      const raw = Buffer.concat(parts);
      const key = findKey(raw);
      if (key === null && broken === null && !isJson(raw)) broken = open;
      ready.push({ line: ++line, raw, key });
      [parts, length, open] = [[], 0, null];
    });
    before += chunk.length;
    if (splitter.foundOcid || splitter.strayLine !== null) throw refuse();
    yield* ready;
  }
  if (!splitter.complete) throw refuse();
}

/** The OCID that a release or record says, as far as it can be read here; what is wrong with it is told when it is taken. */
function findKey(raw: Buffer): string | null {
  try {
    const value: unknown = JSON.parse(raw.toString());
    const { ocid, compiledRelease } = value as { ocid?: unknown; compiledRelease?: { ocid?: unknown } | null };
    const key = ocid ?? compiledRelease?.ocid;
    return typeof key === 'string' && key !== '' && key.length <= MAX_OCID && !key.includes('\0') ? key : null;
  } catch {
    return null;
  }
}
