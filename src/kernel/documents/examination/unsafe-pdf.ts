import { createInflate } from 'node:zlib';
import { getDocumentProxy } from 'unpdf';
import type { Content, UnsafeKind } from './examination-types.js';

const WINDOW = 1024 * 1024;
/** As long as the head of an object may be; windows overlap by it. */
const OVERLAP = 64 * 1024;
/** Of all streams of objects together; a document of the largest size taken has less. */
const MAX_UNFOLDED = 256 * 1024 * 1024;
/** Larger ones are not held in memory. */
const MAX_PARSED = 64 * 1024 * 1024;
const MAX_PAGES = 2_000;

/** A name of ISO 32000-1 section 7.3.5: each of its letters may be written as its number. */
const spellName = (name: string): string =>
  `/${[...name]
    .map(
      (c) =>
        `(?:${c}|#${c
          .charCodeAt(0)
          .toString(16)
          .replace(/[a-f]/, (d) => `[${d}${d.toUpperCase()}]`)})`,
    )
    .join('')}(?![A-Za-z0-9_#])`;
const ACTS = new RegExp(['JavaScript', 'Launch', 'Rendition'].map(spellName).join('|'));
const FORM = new RegExp(`${spellName('XFA')}\\s*(?:\\[|\\d{1,10}\\s+\\d{1,5}\\s+R)`);
const OBJECT_STREAM = new RegExp(
  `${spellName('ObjStm')}|${spellName('First')}\\s*\\d{1,10}(?!\\d|\\s+\\d{1,5}\\s+R)`,
  'g',
);
/** Its type is said: where no stream is found behind it, somebody hides it. */
const TYPED = new RegExp(`${spellName('Type')}\\s*$`);
const STREAM = /\bstream(?:\r\n|\n|\r)/;
/** No document has as many. */
const MAX_OBJECT_STREAMS = 20_000;
const FEED = 64 * 1024;
const ENCRYPTED = new RegExp(`${spellName('Encrypt')}\\s*(?:<<|\\d{1,10}\\s+\\d{1,5}\\s+R)`);
const FILTER = new RegExp(`${spellName('Filter')}\\s*(\\[[^\\]]*\\]|/[^\\s/<>\\[\\]()]+)?`, 'g');
const PREDICTOR = new RegExp(`${spellName('Predictor')}\\s*(?!1(?!\\d))`);
const FLATE = new RegExp(`^\\[?\\s*(?:${spellName('FlateDecode')}|${spellName('Fl')})\\s*\\]?$`);

/** What acts in a PDF by itself, in its objects as they stand and in those that are packed in streams. */
export async function findInPdf(file: Content): Promise<UnsafeKind | null> {
  let isEncrypted = false;
  const packed: number[] = [];
  for (let at = 0; at < file.size; at += WINDOW) {
    const text = (await file.read(at, WINDOW + OVERLAP)).toString('latin1');
    if (acts(text)) return 'scripts';
    isEncrypted ||= ENCRYPTED.test(text);
    for (const { index } of text.matchAll(OBJECT_STREAM)) if (index < WINDOW) packed.push(at + index);
  }
  if (packed.length > MAX_OBJECT_STREAMS) return 'hidden_objects';
  let left = MAX_UNFOLDED;
  for (const at of packed) {
    const found = await findInObjectStream(file, at, left);
    // What is packed and encrypted looks as nothing that is packed.
    if (typeof found === 'string' && (found === 'scripts' || !isEncrypted)) return found;
    if (typeof found === 'number') left -= found;
  }
  // It is unfolded by a parser that knows how.
  return isEncrypted && packed.length > 0 ? findByParsing(file) : null;
}

const acts = (text: string): boolean => ACTS.test(text) || FORM.test(text);

/** How far it unfolded, or what was found. One that is packed otherwise than by programs that write PDF hides its objects. */
async function findInObjectStream(file: Content, at: number, left: number): Promise<UnsafeKind | number> {
  const before = Math.min(at, OVERLAP);
  const around = (await file.read(at - before, before + OVERLAP)).toString('latin1');
  const begin = STREAM.exec(around.slice(before));
  const object = around.lastIndexOf('obj', before);
  // No stream follows: the words stand in a text, or far from what they speak of.
  if (!begin || object < 0) return TYPED.test(around.slice(0, before)) ? 'hidden_objects' : 0;
  const head = around.slice(object, before + begin.index);
  if (PREDICTOR.test(head)) return 'hidden_objects';
  const filters = [...head.matchAll(FILTER)];
  if (filters.length > 1) return 'hidden_objects';
  const [filter] = filters;
  const from = at + begin.index + begin[0].length;
  const how = filter?.[1]?.trim();
  // Objects that are not packed were read as they stand.
  if (!filter || (how && /^\[\s*\]$/.test(how))) return 0;
  if (!how || !FLATE.test(how)) return 'hidden_objects';
  return findUnfolding(file, from, left);
}

/** Whatever length it says of itself, a stream ends where its packing ends. */
async function findUnfolding(file: Content, from: number, left: number): Promise<UnsafeKind | number> {
  const inflate = createInflate();
  const feeding = feed(file, from, inflate);
  let [unfolded, kept] = [0, ''];
  let found: UnsafeKind | null = null;
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      unfolded += chunk.length;
      const text = kept + chunk.toString('latin1');
      if (acts(text)) found = 'scripts';
      if (unfolded > left) found ??= 'hidden_objects';
      if (found) break;
      kept = text.slice(-256);
    }
  } catch {
    // Broken where it breaks: what a reader can still unfold of it was looked at. Of what does not even begin, nobody can.
    if (unfolded === 0) found ??= 'hidden_objects';
  } finally {
    inflate.destroy();
    await feeding;
  }
  return found ?? unfolded;
}

async function feed(file: Content, from: number, inflate: ReturnType<typeof createInflate>): Promise<void> {
  try {
    for (let at = from; at < file.size && !inflate.destroyed && !inflate.readableEnded; at += FEED) {
      const chunk = await file.read(at, FEED);
      if (inflate.destroyed) return;
      if (!inflate.write(chunk))
        await new Promise<void>((resolve) => {
          inflate.once('drain', resolve);
          inflate.once('close', resolve);
          inflate.once('end', resolve);
        });
    }
    if (!inflate.destroyed) inflate.end();
  } catch {
    inflate.destroy();
  }
}

/** Opened without a password, as whoever gets it would; one that asks for a password acts for nobody who has none. */
async function findByParsing(file: Content): Promise<UnsafeKind | null> {
  if (file.size > MAX_PARSED) return 'hidden_objects';
  const bytes = new Uint8Array(await file.read(0, file.size));
  try {
    const document = await getDocumentProxy(bytes, { isEvalSupported: false, disableFontFace: true, verbosity: 0 });
    if (document.numPages > MAX_PAGES) return 'hidden_objects';
    if (await document.hasJSActions()) return 'scripts';
    for (let no = 1; no <= document.numPages; no++) {
      const page = await document.getPage(no);
      if (Object.keys((await page.getJSActions()) ?? {}).length > 0) return 'scripts';
    }
    return document.isPureXfa ? 'scripts' : null;
  } catch (error) {
    return (error as { name?: unknown }).name === 'PasswordException' ? null : 'hidden_objects';
  }
}
