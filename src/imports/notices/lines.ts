import { Problem } from '../../kernel/errors/problem.js';

/** Longest line of a file, in bytes. */
export const MAX_LINE = 1024 * 1024;

const NEWLINE = 10;
const RETURN = 13;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** The lines of a stream, one after another, in memory one at a time. Empty lines keep their number and are left out. */
export async function* readLines(
  stream: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<{ line: number; raw: Buffer }> {
  let line = 1;
  let bytes = 0;
  /** Pieces of the line that is not complete yet, and their length. */
  let pieces: Buffer[] = [];
  let length = 0;
  const add = (piece: Buffer): void => {
    pieces.push(piece);
    length += piece.length;
    if (length > MAX_LINE) throw tooLong(line);
  };
  const complete = (): Buffer => {
    let raw = Buffer.concat(pieces);
    if (raw.at(-1) === RETURN) raw = raw.subarray(0, -1);
    if (line === 1 && raw.subarray(0, BOM.length).equals(BOM)) raw = raw.subarray(BOM.length);
    pieces = [];
    length = 0;
    return raw;
  };
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Problem('payload_too_large');
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      start = end + 1;
      const raw = complete();
      if (raw.length > 0) yield { line, raw };
      line++;
    }
    if (start < chunk.length) add(chunk.subarray(start));
  }
  const raw = complete();
  if (raw.length > 0) yield { line, raw };
}

const tooLong = (line: number): Problem =>
  new Problem('payload_too_large', {
    detail: { en: `Line ${line} is longer than 1 MiB`, zh: `第 ${line} 行超过 1 MiB` },
  });
