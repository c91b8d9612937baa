import type { UnsafeKind } from './examination-types.js';

/** Compound files (MS-CFB): their directory is of entries of 128 bytes that begin with a name in UTF-16. */
const MARK = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const ENTRY = 128;
const NAME_LENGTH_AT = 64;
const KIND_AT = 66;

const NAMES: Readonly<Record<string, UnsafeKind>> = {
  vba: 'macros',
  _vba_project: 'macros',
  _vba_project_cur: 'macros',
  macros: 'macros',
  '\u0001ole10native': 'embedded_program',
  ocxname: 'controls',
};

export const isLegacyOffice = (head: Buffer): boolean => head.subarray(0, MARK.length).equals(MARK);

/**
 * What acts in a compound file (.doc, .xls, an embedded object). Every place where an entry of the directory may stand is
 * looked at, wherever the file says that its directory is.
 */
export function findInLegacyOffice(file: Buffer): UnsafeKind | null {
  for (let at = ENTRY; at + ENTRY <= file.length; at += ENTRY) {
    const name = readEntryName(file, at);
    if (name !== null && Object.hasOwn(NAMES, name.toLowerCase())) return NAMES[name.toLowerCase()] as UnsafeKind;
  }
  return hasMacroSheet(file) ? 'macros' : null;
}

function readEntryName(file: Buffer, at: number): string | null {
  const length = file.readUInt16LE(at + NAME_LENGTH_AT);
  const kind = file[at + KIND_AT] as number;
  // With its ending zero, at most 32 characters; a storage, a stream, or the root.
  if (length < 4 || length > 64 || length % 2 !== 0 || (kind !== 1 && kind !== 2 && kind !== 5)) return null;
  if (file.readUInt16LE(at + length - 2) !== 0) return null;
  return file.toString('utf16le', at, at + length - 2);
}

/** A sheet of the kind that holds macros of Excel 4 (MS-XLS 2.4.28: BoundSheet8, `dt` 1). */
function hasMacroSheet(file: Buffer): boolean {
  for (let at = file.indexOf(0x85); at >= 0 && at + 12 <= file.length; at = file.indexOf(0x85, at + 1)) {
    if (file[at + 1] !== 0 || file[at + 9] !== 1 || (file[at + 8] as number) > 2) continue;
    const [size, characters, isWide] = [file.readUInt16LE(at + 2), file[at + 10] as number, file[at + 11] as number];
    if (characters > 0 && characters <= 31 && isWide <= 1 && size === 8 + characters * (1 + isWide)) return true;
  }
  return false;
}
