const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** Length and type before the data of a chunk, its sum behind. */
const [HEAD, TAIL] = [8, 4];

/** The picture, its colours and its frames. Everything else says something beside it. */
const KEPT: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'acTL', 'fcTL', 'fdAT'],
  ...['cHRM', 'cICP', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'bKGD', 'hIST', 'pHYs', 'sPLT'],
]);

/** The same PNG without texts, Exif, private parts and what stands behind its end. Null where its parts cannot be told apart. */
export function barePng(bytes: Buffer): Buffer | null {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null;
  const parts: Buffer[] = [SIGNATURE];
  for (let at = SIGNATURE.length; at + HEAD + TAIL <= bytes.length;) {
    const type = bytes.toString('latin1', at + 4, at + HEAD);
    const end = at + HEAD + bytes.readUInt32BE(at) + TAIL;
    if (end > bytes.length || !/^[A-Za-z]{4}$/.test(type)) return null;
    if (KEPT.has(type)) parts.push(bytes.subarray(at, end));
    if (type === 'IEND') return Buffer.concat(parts);
    at = end;
  }
  return null;
}
