import { keepTags } from './kept-tags.js';

const [START, END, SCAN, COMMENT] = [0xd8, 0xd9, 0xda, 0xfe];
const [APP0, APP1, APP2, APP14, APP15] = [0xe0, 0xe1, 0xe2, 0xee, 0xef];
const EXIF = 'Exif\0\0';
/** A JFIF header without its small picture. */
const JFIF_BYTES = 16;

/** Markers without a length: restarts, and one for private use. */
const standsAlone = (marker: number): boolean => (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01;
const isNamed = (segment: Buffer, text: string): boolean => segment.toString('latin1', 4, 4 + text.length) === text;

/** What of a segment is kept, which begins with its marker; null where nothing is. */
function keepSegment(marker: number, segment: Buffer): Buffer | null {
  if (marker === COMMENT) return null;
  if (marker < APP0 || marker > APP15) return segment;
  if (marker === APP0 && isNamed(segment, 'JFIF\0') && segment.length >= JFIF_BYTES + 2) return writeJfif(segment);
  if (marker === APP1 && isNamed(segment, EXIF)) return writeExif(segment.subarray(4 + EXIF.length));
  const isColour =
    (marker === APP2 && isNamed(segment, 'ICC_PROFILE\0')) || (marker === APP14 && isNamed(segment, 'Adobe'));
  return isColour ? segment : null;
}

function writeJfif(segment: Buffer): Buffer {
  const header = Buffer.from(segment.subarray(0, JFIF_BYTES + 2));
  header.writeUInt16BE(JFIF_BYTES, 2);
  header.writeUInt16BE(0, JFIF_BYTES);
  return header;
}

function writeExif(tiff: Buffer): Buffer | null {
  const kept = keepTags(tiff);
  if (kept === null) return null;
  const head = Buffer.from([0xff, APP1, 0, 0]);
  head.writeUInt16BE(2 + EXIF.length + kept.length, 2);
  return Buffer.concat([head, Buffer.from(EXIF, 'latin1'), kept]);
}

/** Where the coded picture of a scan ends: at the next marker that is no restart, or with the bytes. */
function findScanEnd(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== undefined && next !== 0 && next !== 0xff && !standsAlone(next)) return at;
  }
  return bytes.length;
}

/**
 * The same JPEG without what it says beside the picture: place, device, names, comments, small pictures, and what stands behind
 * its end. How it is held, when it was taken and its colours are kept; the coded picture is what it was, byte for byte. Null
 * where its segments cannot be told apart.
 */
export function bareJpeg(bytes: Buffer): Buffer | null {
  if (bytes[0] !== 0xff || bytes[1] !== START) return null;
  const parts: Buffer[] = [bytes.subarray(0, 2)];
  for (let at = 2; ;) {
    if (bytes[at] !== 0xff) return null;
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (marker === undefined || marker === 0) return null;
    if (marker === END || standsAlone(marker)) {
      parts.push(bytes.subarray(at, at + 2));
      if (marker === END) return Buffer.concat(parts);
      at += 2;
      continue;
    }
    const end = at + 2 + (at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0);
    if (end < at + 4 || end > bytes.length) return null;
    const kept = keepSegment(marker, bytes.subarray(at, end));
    if (kept) parts.push(kept);
    at = end;
    if (marker !== SCAN) continue;
    at = findScanEnd(bytes, end);
    parts.push(bytes.subarray(end, at));
    // A picture that breaks off is shown as far as it goes.
    if (at === bytes.length) return Buffer.concat(parts);
  }
}
