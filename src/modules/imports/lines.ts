import { Problem } from '../../platform/errors/problem.js';

/** Longest line of a file, in bytes. */
export const MAX_LINE = 1024 * 1024;

/** The lines of a stream, one after another, in memory one at a time. Empty lines keep their number and are left out. */
export async function* linesOf(
  stream: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<{ line: number; raw: Buffer }> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  let bytes = 0;
  const take = (raw: Buffer) => {
    line++;
    const end = raw.length > 0 && raw[raw.length - 1] === 13 ? raw.length - 1 : raw.length;
    return { line, raw: Buffer.from(raw.subarray(line === 1 && startsWithBom(raw) ? 3 : 0, end)) };
  };
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Problem('payload_too_large');
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10)) {
      const found = take(rest.subarray(0, at));
      rest = rest.subarray(at + 1);
      if (found.raw.length > 0) yield found;
    }
    if (rest.length > MAX_LINE) throw new Problem('payload_too_large');
  }
  if (rest.length > 0) yield take(rest);
}

const startsWithBom = (raw: Buffer): boolean => raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf;
