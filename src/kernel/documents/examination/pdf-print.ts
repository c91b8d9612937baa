import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { getMeta } from 'unpdf';
import { cleanPrint, LEAST_IMAGE_BYTES, MAX_LISTED, type Content, type FilePrint } from './examination-types.js';

const WINDOW = 1024 * 1024;
/** As long as what is looked for may be; windows overlap by it. */
const OVERLAP = 64 * 1024;
/** Streams of objects that are unfolded, and how far. */
const MAX_STREAMS = 2_000;
const MAX_UNFOLDED = 16 * 1024 * 1024;

/** What a PDF (ISO 32000) says in its information dictionary, its trailer's id and its XMP packet; the last one holds. */
export async function printOfPdf(file: Content): Promise<FilePrint> {
  let info: string | undefined;
  let id: string | undefined;
  let state: string | undefined;
  let xmp = '';
  let isEncrypted = false;
  for await (const text of windows(file)) {
    info = last(text, /\/Info\s+(\d{1,10}\s+\d{1,5})\s+R/g) ?? info;
    id = last(text, /\/ID\s*\[\s*<([0-9A-Fa-f]{8,128})>/g) ?? id;
    state = last(text, /\/ID\s*\[\s*<[0-9A-Fa-f]{8,128}>\s*<([0-9A-Fa-f]{8,128})>/g) ?? state;
    isEncrypted ||= /\/Encrypt\s+\d{1,10}\s+\d{1,5}\s+R/.test(text);
    const packet = text.indexOf('<x:xmpmeta');
    if (packet >= 0) xmp = text.slice(packet, packet + OVERLAP);
  }
  // The strings of an encrypted one say nothing to who has no key.
  const words =
    info === undefined || isEncrypted ? '' : await readDictionary(file, info.split(/\s+/) as [string, string]);
  const told = tellsNothing(words) && !isEncrypted ? await readInformation(file) : {};
  const documentId = inXmp(xmp, /xmpMM:DocumentID(?:>|=")([^<"]{1,300})[<"]/) ?? id?.toLowerCase();
  const instanceId = inXmp(xmp, /xmpMM:InstanceID(?:>|=")([^<"]{1,300})[<"]/) ?? state?.toLowerCase();
  return cleanPrint({
    author:
      readString(words, 'Author') ??
      told['Author'] ??
      inXmp(xmp, /<dc:creator>[^]{0,200}?<rdf:li[^>]{0,100}>([^<]{1,300})</),
    application:
      readString(words, 'Creator') ?? told['Creator'] ?? inXmp(xmp, /xmp:CreatorTool(?:>|=")([^<"]{1,300})[<"]/),
    producer: readString(words, 'Producer') ?? told['Producer'] ?? inXmp(xmp, /pdf:Producer(?:>|=")([^<"]{1,300})[<"]/),
    company: readString(words, 'Company'),
    createdAt: readString(words, 'CreationDate') ?? told['CreationDate'],
    modifiedAt: readString(words, 'ModDate') ?? told['ModDate'],
    documentId,
    // A file that was written once has one id twice.
    instanceId: instanceId === documentId ? null : instanceId,
    embedded: isEncrypted ? [] : await hashImages(file),
  });
}

/** Of the images that say how long they are: as they lie in the file, so that one image in two files has one hash. */
async function hashImages(file: Content): Promise<string[]> {
  const hashes: string[] = [];
  for (let at = 0; at < file.size && hashes.length < MAX_LISTED; at += WINDOW) {
    const text = (await file.read(at, WINDOW + OVERLAP)).toString('latin1');
    for (const { index } of text.matchAll(/\/Subtype\s*\/Image\b/g)) {
      if (index >= WINDOW || hashes.length >= MAX_LISTED) break;
      const begin = /stream\r?\n/.exec(text.slice(index, index + 4096));
      const dictionary = text.slice(text.lastIndexOf('obj', index), index + (begin?.index ?? 0));
      const length = Number(/\/Length\s+(\d{1,10})\b(?!\s+\d+\s+R)/.exec(dictionary)?.[1]);
      if (!begin || !(length >= LEAST_IMAGE_BYTES)) continue;
      const hash = createHash('sha256');
      const from = at + index + begin.index + begin[0].length;
      for await (const part of file.content(from, Math.min(from + length, file.size))) hash.update(part);
      hashes.push(hash.digest('hex'));
    }
  }
  return hashes;
}

/** Larger ones are not held in memory. */
const MAX_PARSED = 64 * 1024 * 1024;
const tellsNothing = (words: string): boolean =>
  ['Author', 'Creator', 'Producer', 'CreationDate'].every((name) => readString(words, name) === undefined);

/** The information dictionary of one whose strings lie elsewhere in the file, by a parser that follows them. */
async function readInformation(file: Content): Promise<Record<string, string>> {
  if (file.size > MAX_PARSED) return {};
  const { info } = await getMeta(new Uint8Array(await file.read(0, file.size))).catch(() => ({ info: {} }));
  const strings = Object.entries(info as Record<string, unknown>).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(strings) as Record<string, string>;
}

const inXmp = (xmp: string, pattern: RegExp): string | undefined => {
  const found = pattern.exec(xmp)?.[1];
  return found === undefined ? undefined : Buffer.from(found, 'latin1').toString('utf8');
};
const last = (text: string, pattern: RegExp): string | undefined => [...text.matchAll(pattern)].at(-1)?.[1];

/** The whole file, byte by character, in pieces that overlap. */
async function* windows(file: Content): AsyncGenerator<string> {
  for (let at = 0; at < file.size; at += WINDOW) yield (await file.read(at, WINDOW + OVERLAP)).toString('latin1');
}

/** The object of a number: it stands by itself, or in a stream of objects. */
async function readDictionary(file: Content, [number, generation]: [string, string]): Promise<string> {
  const alone = new RegExp(`(?:^|[\\s>])${number}\\s+${generation}\\s+obj\\b`, 'g');
  let found = '';
  for await (const text of windows(file))
    for (const { index } of text.matchAll(alone)) {
      const end = text.indexOf('endobj', index);
      if (end >= 0 && end - index <= OVERLAP) found = text.slice(index, end);
    }
  if (found !== '') return found;
  let streams = 0;
  for (let at = 0; at < file.size; at += WINDOW) {
    const text = (await file.read(at, WINDOW + OVERLAP)).toString('latin1');
    for (const { index } of text.matchAll(/\/Type\s*\/ObjStm\b/g)) {
      if (index >= WINDOW || ++streams > MAX_STREAMS) break;
      found = (await inObjectStream(file, at + index, number)) || found;
    }
  }
  return found;
}

/** ISO 32000-1 section 7.5.7: pairs of number and place, then the objects. */
async function inObjectStream(file: Content, at: number, number: string): Promise<string> {
  const around = (await file.read(Math.max(0, at - 1024), 2048 + 1024)).toString('latin1');
  const here = Math.min(at, 1024);
  const dictionary = around.slice(around.lastIndexOf('obj', here), around.indexOf('stream', here));
  const value = (name: string) =>
    Number(new RegExp(`/${name}\\s+(\\d{1,10})\\b(?!\\s+\\d+\\s+R)`).exec(dictionary)?.[1]);
  const [first, count] = [value('First'), value('N')];
  const begin = /stream\r?\n/.exec(around.slice(here));
  if (!begin || !dictionary.includes('/FlateDecode') || !(first >= 0) || !(count >= 0)) return '';
  const packed = await file.read(at + begin.index + begin[0].length, Math.min(value('Length') || WINDOW, WINDOW * 4));
  let text: string;
  try {
    text = inflateSync(packed, { maxOutputLength: MAX_UNFOLDED }).toString('latin1');
  } catch {
    return '';
  }
  const places = text.slice(0, first).trim().split(/\s+/);
  const index = places.findIndex((place, i) => i % 2 === 0 && place === number);
  if (index < 0) return '';
  const [from, to] = [Number(places[index + 1]), Number(places[index + 3] ?? text.length - first)];
  return text.slice(first + from, first + Math.min(to, from + OVERLAP));
}

/** A string of a dictionary (section 7.9.2): in brackets or hexadecimal, UTF-16 or byte by character. */
function readString(dictionary: string, name: string): string | undefined {
  const begin = new RegExp(`/${name}\\s*([(<])`).exec(dictionary);
  if (!begin) return undefined;
  const rest = dictionary.slice(begin.index + begin[0].length, begin.index + begin[0].length + 2_000);
  const bytes = begin[1] === '<' ? hexadecimal(rest) : decodeBrackets(rest);
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return new TextDecoder('utf-16be').decode(bytes.subarray(2, bytes.length - (bytes.length % 2)));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3).toString('utf8');
  return bytes.toString('latin1');
}

const hexadecimal = (text: string): Buffer =>
  Buffer.from((/^[0-9A-Fa-f\s]*/.exec(text)?.[0] ?? '').replaceAll(/\s/g, ''), 'hex');

const ESCAPED: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function decodeBrackets(text: string): Buffer {
  let found = '';
  for (let i = 0, depth = 1; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '\\') {
      const octal = /^[0-7]{1,3}/.exec(text.slice(i + 1, i + 4))?.[0];
      const next = text.charAt(i + 1);
      found += octal ? String.fromCharCode(parseInt(octal, 8) & 0xff) : next === '\n' ? '' : (ESCAPED[next] ?? next);
      i += octal?.length ?? 1;
      continue;
    }
    if (character === '(') depth += 1;
    if (character === ')' && --depth === 0) break;
    found += character;
  }
  return Buffer.from(found, 'latin1');
}
