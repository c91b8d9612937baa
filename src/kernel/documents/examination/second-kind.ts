import { isLegacyOffice } from './unsafe-legacy-office.js';
import type { Content } from './examination-types.js';

/** Readers of PDF look for its mark in the first bytes. */
const PDF_MARK_WITHIN = 1024;
const WINDOW = 1024 * 1024;
/** Marks of archives that are read wherever they begin. */
const ARCHIVES = [Buffer.from('Rar!\x1a\x07', 'latin1'), Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])];
const LONGEST_ARCHIVE_END = 65_557;
const ZIP64_POINTER = 20;
const ZIP64_ENDS = 76;

/** Whether another program takes the same bytes for another kind of file. */
export async function hasSecondKind(file: Content, mediaType: string): Promise<boolean> {
  const head = await file.read(0, PDF_MARK_WITHIN);
  if (mediaType !== 'application/pdf') {
    if (head.includes('%PDF-')) return true;
  } else if (head.lastIndexOf('%PDF-') > 0) return true;
  const isArchive = head.subarray(0, 4).toString('latin1') === 'PK\x03\x04';
  if (isArchive) return !(await isOneArchive(file));
  // A compound file may hold an archive that a program put into it.
  if (isLegacyOffice(head)) return false;
  if (await endsAsArchive(file)) return true;
  return (mediaType.startsWith('image/') || mediaType === 'application/pdf') && (await holdsArchive(file));
}

/** The end of an archive's directory, behind which at most its comment stands; read backwards, as programs do. */
async function findDirectoryEnds(file: Content): Promise<{ tail: Buffer; ends: number[]; start: number }> {
  const start = Math.max(0, file.size - LONGEST_ARCHIVE_END);
  const tail = await file.read(start, LONGEST_ARCHIVE_END);
  const ends: number[] = [];
  for (let at = tail.indexOf('PK\x05\x06', 0, 'latin1'); at >= 0; at = tail.indexOf('PK\x05\x06', at + 1, 'latin1'))
    if (at + 22 <= tail.length) ends.push(at);
  return { tail, ends, start };
}

async function endsAsArchive(file: Content): Promise<boolean> {
  const { tail, ends, start } = await findDirectoryEnds(file);
  for (const end of ends) {
    const [count, size] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12)];
    const directory = start + end - size;
    if (count === 0 || directory < 0) continue;
    if ((await file.read(directory, 4)).toString('latin1') === 'PK\x01\x02') return true;
  }
  return false;
}

/**
 * One directory, whose end is the file's. Other ends lie in parts that are archives themselves; one whose comment reaches the
 * file's end as well makes two archives of it.
 */
async function isOneArchive(file: Content): Promise<boolean> {
  const { tail, ends, start } = await findDirectoryEnds(file);
  const last = ends.at(-1);
  if (last === undefined) return false;
  const directory = tail.readUInt32LE(last + 16);
  // Large archives have a second, longer end before it, with a pointer (APPNOTE 4.3.14, 4.3.15).
  const hasPointer =
    last >= ZIP64_ENDS && tail.toString('latin1', last - ZIP64_POINTER, last - ZIP64_POINTER + 4) === 'PK\x06\x07';
  const directoryEnd = start + last - (hasPointer ? ZIP64_ENDS : 0);
  const reachesEnd = (end: number) => end + 22 + tail.readUInt16LE(end + 20) === tail.length;
  const others = ends.slice(0, -1);
  return (
    directory + tail.readUInt32LE(last + 12) === directoryEnd &&
    reachesEnd(last) &&
    others.every((end) => start + end < directory && !reachesEnd(end))
  );
}

async function holdsArchive(file: Content): Promise<boolean> {
  const overlap = Math.max(...ARCHIVES.map((mark) => mark.length)) - 1;
  for (let at = 0; at < file.size; at += WINDOW) {
    const window = await file.read(at, WINDOW + overlap);
    if (ARCHIVES.some((mark) => window.includes(mark))) return true;
  }
  return false;
}
