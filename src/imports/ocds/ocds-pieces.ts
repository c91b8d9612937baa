import { Problem } from '../../kernel/errors/problem.js';
import { stripMark } from '../../opendata/screening/blocks.js';
import { peekAtForm } from '../../opendata/screening/package-form.js';
import { PackageSplitter } from '../../opendata/screening/package-splitter.js';
import { MAX_LINE, readLines } from '../notices/lines.js';

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
  const pieces = isWhole ? cutLines(all, maxBytes) : cutPackages(all);
  for await (const piece of pieces) yield { ...piece, key: findKey(piece.raw) };
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

async function* cutLines(bytes: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Omit<Piece, 'key'>> {
  let last = 0;
  for await (const { line, raw } of readLines(bytes, maxBytes))
    for (const part of splitLine(raw)) {
      last = Math.max(last + 1, line);
      yield { line: last, raw: part };
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

async function* cutPackages(bytes: AsyncIterable<Buffer>): AsyncGenerator<Omit<Piece, 'key'>> {
  const splitter = new PackageSplitter();
  let [line, length] = [0, 0];
  let parts: Buffer[] = [];
  for await (const chunk of bytes) {
    const ready: Buffer[] = [];
    splitter.split(chunk, (from, to, ends) => {
      length += to - from;
      if (length > MAX_LINE) throw createPackageProblem(splitter);
      parts.push(chunk.subarray(from, to));
      if (!ends) return;
      ready.push(Buffer.concat(parts));
      [parts, length] = [[], 0];
    });
    if (splitter.foundOcid || splitter.strayLine !== null) throw createPackageProblem(splitter);
    for (const raw of ready) yield { line: ++line, raw };
  }
  if (!splitter.complete) throw createPackageProblem(splitter);
}

/** As near to the fault as brackets and quotes lead: the release that it lies in is the last one found, or one soon before. */
const createPackageProblem = ({ strayLine, line, begun, begunLine }: PackageSplitter): Problem =>
  new Problem('malformed_text', {
    detail: {
      en: `No package of OCDS: in line ${strayLine ?? line} it is still open, closed too early, longer than 1 MiB in one release, or something else. The last release found is number ${begun}, from line ${begunLine}. Nothing was taken`,
      zh: `不是完整的 OCDS 数据包：到第 ${strayLine ?? line} 行仍未闭合、提前闭合、单个发布超过 1 MiB 或含有其他内容。最后识别的是第 ${begun} 个发布（始于第 ${begunLine} 行）；未导入任何内容`,
    },
  });

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
