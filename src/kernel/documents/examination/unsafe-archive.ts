import type { Content, UnsafeKind } from './examination-types.js';
import { isLegacyOffice, findInLegacyOffice } from './unsafe-legacy-office.js';
import { readEntries, unfold, type Entry } from './zip-print.js';

/** A part that holds a document of its own is looked into, so far and so deep. */
const MAX_PART = 32 * 1024 * 1024;
const MAX_DEPTH = 3;
/** As much of a list of relations as is read. */
const MAX_RELATIONS = 4 * 1024 * 1024;
const LOCAL_HEADER = 30;

const MACRO_PART =
  /(?:^|\/)(?:vbaProject\w*\.bin|vbaData\w*\.xml|macrosheets\/[^/]+|dialogsheets\/[^/]+|[^/]+\.(?:docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppsm|ppam))$/i;
const CONTROL_PART = /(?:^|\/)activeX\/[^/]+$/i;
const PROGRAM_PART =
  /\.(?:exe|dll|com|scr|cpl|msi|msp|jar|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|hta|lnk|pif|reg|scf|sh|app|apk)$/i;
const MACRO_TYPE = /macroEnabled|vnd\.ms-office\.vbaProject|ms-excel\.(?:macrosheet|intlmacrosheet)/i;
const RELATION = /<(?:\w+:)?Relationship\b(?:[^>"']|"[^"]*"|'[^']*')*>/gi;
/** What an office program fetches by itself; where a hyperlink leads is followed by a hand alone. */
const FETCHED = /\bType\s*=\s*["'][^"']*\/(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath)["']/i;
const REMOTE =
  /\bTarget\s*=\s*["']\s*(?:(?:https?|ftp|mhtml|ms-\w+|script|javascript):|\\\\|file:(?:\/\/(?![A-Za-z]:)[^/\\]|\/{4,}|\/{0,3}\\\\))/i;

/** What acts or deceives in an archive (OOXML, OFD), and in documents that it holds. Its entries unfold within the bounds. */
export async function findInArchive(file: Content, depth = 0): Promise<UnsafeKind | null> {
  const entries = await readEntries(file);
  if ((await deceives(file, entries)) !== null) return 'escaping_names';
  const names = entries.map(({ name }) => name);
  if (names.some((name) => MACRO_PART.test(name))) return 'macros';
  if (names.some((name) => CONTROL_PART.test(name))) return 'controls';
  if (names.some((name) => PROGRAM_PART.test(name))) return 'embedded_program';
  for (const entry of entries) {
    const found = await findInPart(file, entry, depth);
    if (found) return found;
  }
  return null;
}

async function findInPart(file: Content, entry: Entry, depth: number): Promise<UnsafeKind | null> {
  const isTypes = entry.name === '[Content_Types].xml';
  if (isTypes || /\.rels$/i.test(entry.name)) {
    const part = await readPart(file, entry, MAX_RELATIONS);
    if (part.length === MAX_RELATIONS) return 'hidden_objects';
    const text = readXml(part);
    if (isTypes) return MACRO_TYPE.test(text) ? 'macros' : null;
    const relations = text.match(RELATION) ?? [];
    return relations.some((one) => FETCHED.test(one) && REMOTE.test(one)) ? 'remote_parts' : null;
  }
  const head = await readPart(file, entry, 8);
  const isArchive = head.subarray(0, 4).toString('latin1') === 'PK\x03\x04';
  if (!isArchive && !isLegacyOffice(head)) return null;
  const part = await readPart(file, entry, MAX_PART);
  if (part.length === MAX_PART) return 'hidden_objects';
  if (isLegacyOffice(head)) return findInLegacyOffice(part);
  return depth < MAX_DEPTH ? findInArchive(toContent(part), depth + 1) : 'hidden_objects';
}

/** Two readers of one archive must see the same parts, and inside of it. */
async function deceives(file: Content, entries: readonly Entry[]): Promise<'escaping' | null> {
  const seen = new Set<string>();
  for (const { name, rawName, isLink, at } of entries) {
    const steps = name.split(/[/\\]/);
    const leads = /^[/\\]|^[A-Za-z]:|\0/.test(name) || name.includes('\\') || steps.includes('..');
    const raw = rawName.toString('hex');
    if (leads || isLink || seen.has(raw)) return 'escaping';
    seen.add(raw);
    const local = await file.read(at, LOCAL_HEADER + rawName.length);
    if (!local.subarray(LOCAL_HEADER).equals(rawName) || local.readUInt16LE(26) !== rawName.length) return 'escaping';
  }
  return null;
}

async function readPart(file: Content, entry: Entry, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of unfold(file, entry)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}

/** XML may be written in UTF-16, and a letter as its number. */
function readXml(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[0] === 0 || bytes[1] === 0;
  const isBig = bytes[0] === 0xfe || bytes[0] === 0;
  const text = isWide ? new TextDecoder(isBig ? 'utf-16be' : 'utf-16le').decode(bytes) : bytes.toString('utf8');
  return text.replaceAll(/&#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}));/g, (whole, hex: string, number: string) => {
    const code = hex ? parseInt(hex, 16) : Number(number);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Bytes that are held. */
export const toContent = (bytes: Buffer): Content => ({
  size: bytes.length,
  read: (position, length) => Promise.resolve(bytes.subarray(position, position + length)),
  // eslint-disable-next-line @typescript-eslint/require-await
  async *content(from = 0, to = bytes.length) {
    yield bytes.subarray(from, to);
  },
});
